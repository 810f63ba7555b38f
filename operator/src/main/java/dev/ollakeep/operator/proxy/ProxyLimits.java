package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.Limits;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What users may ask for at once.
 *
 * <p>No number is zero where Nginx would read zero as "unlimited".
 *
 * @param bodyBytes size of a request body; uploads of model blobs have no limit
 * @param generationsPerUser parallel generations of one user
 * @param generationsTotal parallel generations of all users
 * @param rate requests of one user
 */
public record ProxyLimits(long bodyBytes, int generationsPerUser, int generationsTotal, Rate rate) {

  /** More than a request ever holds: 1 TiB. */
  private static final long MAX_BODY = 1L << 40;
  /** The most Nginx takes for one connection limit. */
  private static final int MAX_GENERATIONS = 65_535;
  private static final int MAX_REQUESTS = 100_000;

  public ProxyLimits {
    check("bodySize", bodyBytes, 1, MAX_BODY);
    check("generationsPerUser", generationsPerUser, 1, MAX_GENERATIONS);
    check("generationsTotal", generationsTotal, 1, MAX_GENERATIONS);
  }

  /**
   * Requests of one user.
   *
   * @param perSecond requests per second in the long run
   * @param burst how many may come at once beyond it
   */
  public record Rate(int perSecond, int burst) {

    public Rate {
      check("requestsPerSecond", perSecond, 1, MAX_REQUESTS);
      check("requestBurst", burst, 0, MAX_REQUESTS);
    }
  }

  static ProxyLimits of(Limits limits) {
    return new ProxyLimits(
        bytes(limits.bodySize()),
        limits.generationsPerUser(),
        limits.generationsTotal(),
        new Rate(limits.requestsPerSecond(), limits.requestBurst()));
  }

  private static long bytes(Quantity size) {
    try {
      return Quantity.getAmountInBytes(size).setScale(0, RoundingMode.CEILING).min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("proxy.limits.bodySize: \"" + size + "\" is no quantity; write one such as 64Mi", e);
    }
  }

  private static void check(String field, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("proxy.limits." + field + ": " + value + " is not between " + least + " and " + most);
    }
  }
}
