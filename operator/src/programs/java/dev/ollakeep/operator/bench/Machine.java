package dev.ollakeep.operator.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a reader must know about the machine to judge a number. */
final class Machine {

  private Machine() {}

  static void print(String when) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    System.out.printf(Locale.ROOT, "%d processors, Java %s, load %.1f %s%n",
        system.getAvailableProcessors(), Runtime.version().feature(), system.getSystemLoadAverage(), when);
  }
}
