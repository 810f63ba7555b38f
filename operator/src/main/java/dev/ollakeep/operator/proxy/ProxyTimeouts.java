package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.rules.GoDuration;
import dev.ollakeep.api.v1alpha1.Timeouts;
import java.time.Duration;

/**
 * How long the proxy waits, for Ollama and for running streams.
 *
 * <p>Waiting is between a millisecond and 30 days, so none is off by accident; draining may be nothing at all.
 *
 * @param connect until Ollama accepts a connection
 * @param read between two pieces of an answer; silence before the first token is normal
 * @param send between two pieces that a peer takes
 * @param drain how long running streams may take to finish when the pod ends
 */
public record ProxyTimeouts(Duration connect, Duration read, Duration send, Duration drain) {

  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(30);

  public ProxyTimeouts {
    check("proxy.timeouts.connect", connect, SHORTEST);
    check("proxy.timeouts.read", read, SHORTEST);
    check("proxy.timeouts.send", send, SHORTEST);
    check("drainTimeout", drain, Duration.ZERO);
  }

  static ProxyTimeouts of(Timeouts timeouts, String drain) {
    return new ProxyTimeouts(
        parse("proxy.timeouts.connect", timeouts.connect()),
        parse("proxy.timeouts.read", timeouts.read()),
        parse("proxy.timeouts.send", timeouts.send()),
        parse("drainTimeout", drain));
  }

  /** How long replaced workers may finish streams: shorter than a read or a drain, and a reload would cut them. */
  public Duration shutdown() {
    return read.compareTo(drain) > 0 ? read : drain;
  }

  private static Duration parse(String field, String text) {
    try {
      return GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(field + ": " + e.getMessage(), e);
    }
  }

  private static void check(String field, Duration value, Duration least) {
    if (value.compareTo(least) < 0 || value.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(field + ": " + value + " is not between " + least.toMillis() + "ms and 720h");
    }
  }
}
