package dev.ollakeep.operator.bench;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** CPU seconds that the processes of a bench have used, by program. */
record CpuTimes(Map<String, Double> seconds) {

  /** Of everything that this JVM has started, and of itself. */
  static CpuTimes now() {
    var seconds = new TreeMap<String, Double>();
    seconds.put("this bench", seconds(ProcessHandle.current()));
    ProcessHandle.current().descendants().forEach(process -> process.info().command().ifPresent(command -> {
      var name = Path.of(command).getFileName().toString();
      seconds.merge(name.equals("java") ? "operator" : name, seconds(process), Double::sum);
    }));
    return new CpuTimes(seconds);
  }

  CpuTimes since(CpuTimes before) {
    var difference = new TreeMap<String, Double>();
    seconds.forEach((name, used) -> difference.put(name, used - before.seconds.getOrDefault(name, 0.0)));
    difference.values().removeIf(used -> used < 0.05);
    return new CpuTimes(difference);
  }

  double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  @Override
  public String toString() {
    var text = new StringBuilder(String.format(Locale.ROOT, "%.1f s:", total()));
    seconds.forEach((name, used) -> text.append(String.format(Locale.ROOT, " %s %.1f,", name, used)));
    return text.substring(0, text.length() - 1);
  }

  private static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().map(used -> used.toMillis() / 1e3).orElse(0.0);
  }
}
