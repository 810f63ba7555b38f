package dev.ollakeep.operator.proxy.attack;

import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.proxy.AllowedOrigin;
import dev.ollakeep.operator.proxy.OpenedRoute;
import dev.ollakeep.operator.proxy.ProxyCapacity;
import dev.ollakeep.operator.proxy.ProxyLimits;
import dev.ollakeep.operator.proxy.ProxySettings;
import dev.ollakeep.operator.proxy.ProxyTimeouts;
import java.time.Duration;
import java.util.List;

/** The settings under attack. */
final class MatrixSettings {

  static final String BLOB = "/api/blobs/sha256:" + "0123456789abcdef".repeat(4);
  static final int SMALL_BODY = 64 * 1024;

  private MatrixSettings() {}

  /** The limits that a resource has by default. */
  static ProxySettings usual() {
    return settings(new ProxyLimits(64L << 20, 4, 64, new ProxyLimits.Rate(20, 40)));
  }

  /** Limits that nobody reaches. */
  static ProxySettings fast() {
    return settings(new ProxyLimits(64L << 20, 4, 64, new ProxyLimits.Rate(100_000, 100_000)));
  }

  /** Limits that one test can reach: two generations in total, one per user, bodies of 64 KiB. */
  static ProxySettings tiny() {
    return settings(new ProxyLimits(SMALL_BODY, 1, 2, new ProxyLimits.Rate(20, 40)));
  }

  private static ProxySettings settings(ProxyLimits limits) {
    return new ProxySettings(
        new ProxyTimeouts(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofMinutes(10)),
        limits,
        new ProxySettings.Openings(
            List.of(new AllowedOrigin("https://chat.example.com")),
            List.of(
                new OpenedRoute(HttpMethod.POST, "/api/new-thing", Role.USER, false),
                new OpenedRoute(HttpMethod.GET, "/api/live", Role.VIEWER, true),
                new OpenedRoute(HttpMethod.POST, "/api/live", Role.VIEWER, false),
                new OpenedRoute(HttpMethod.GET, "/api/dead", Role.VIEWER, false))),
        new ProxyCapacity(2, 10_496));
  }
}
