package dev.ollakeep.operator.bench;

import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Calls to the API server by verb and kind, of the many that one thing took. */
final class CallCount {

  private CallCount() {}

  /** Such as {@code PATCH pods 4.0, PUT secrets 2.1}: how many for each of {@code times}. */
  static String perTime(List<String> calls, int times) {
    var counts = new TreeMap<String, Integer>();
    calls.forEach(call -> counts.merge(kind(call), 1, Integer::sum));
    var text = new StringBuilder(String.format(Locale.ROOT, "%.1f", (double) calls.size() / times));
    counts.forEach((kind, count) -> text.append(String.format(Locale.ROOT, ", %s %.1f", kind, (double) count / times)));
    return text.toString();
  }

  /** {@code METHOD path} without names: the plural after the namespace, and the subresource. */
  private static String kind(String call) {
    var words = call.split(" ");
    var parts = words[1].split("/");
    for (int i = 0; i + 2 < parts.length; i++) {
      if (parts[i].equals("namespaces")) {
        return words[0] + " " + parts[i + 2] + (parts.length > i + 4 ? "/" + parts[i + 4] : "");
      }
    }
    return call;
  }
}
