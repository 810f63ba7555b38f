package dev.ollakeep.operator.proxy.flood;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of a process and all that it started, as the kernel of Linux counts it; what several share is counted once. */
final class ProcessMemory {

  private ProcessMemory() {}

  /** In bytes. */
  static long of(Process process) {
    return process.descendants().mapToLong(ProcessMemory::proportionalSize).sum();
  }

  private static long proportionalSize(ProcessHandle process) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))) {
      return lines.filter(line -> line.startsWith("Pss:")).mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", ""))).sum() << 10;
    } catch (IOException | UncheckedIOException gone) {
      return 0;
    }
  }
}
