package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How many connections Nginx may hold: as many as fit into the container's memory when each holds the most it can without a credential.
 *
 * <pre>
 *   70 % of the memory limit  >=  16 MiB                           master, entry script, what lies in /run
 *                               + workers x 16 MiB                 at rest, table of connections, 256 refusals that nobody takes
 *                               + workers x connections x 32 KiB
 *
 *   32 KiB  =  17 KiB of headers that do not end (1 + 4 x 4), 5 KiB of pools, 10 KiB of the kernel's and the allocator's
 * </pre>
 *
 * <p>Measured were 31.4 KiB for each of 4,500 connections with unfinished headers. Whatever else a client without a credential can
 * make Nginx hold counts in connections, too: a request that waits for the auth hop takes two more.
 *
 * @param workers Nginx worker processes
 * @param connections of one worker, those to the auth hop and to Ollama among them
 */
public record ProxyCapacity(int workers, int connections) {

  /** The limit of a container for which the resource asks for none. */
  public static final Quantity DEFAULT_MEMORY = new Quantity("1Gi");

  private static final int MIN_WORKERS = 2;
  private static final int MAX_WORKERS = 64;
  private static final int MIN_CONNECTIONS = 256;
  private static final int MAX_CONNECTIONS = 16_384;
  private static final BigDecimal SHARE = new BigDecimal("0.7");
  private static final long BASE = 16L << 20;
  private static final long WORKER = 16L << 20;
  private static final long CONNECTION = 32L << 10;

  public ProxyCapacity {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException(workers + " workers are not between 1 and " + MAX_WORKERS);
    }
    if (connections < MIN_CONNECTIONS || connections > MAX_CONNECTIONS) {
      throw new IllegalArgumentException(connections + " connections are not between " + MIN_CONNECTIONS + " and " + MAX_CONNECTIONS);
    }
  }

  /**
   * What the limits of the proxy container allow.
   *
   * @throws IllegalArgumentException naming the field, when one is no quantity
   */
  static ProxyCapacity of(Resources resources) {
    int workers = workers(resources.limits().get("cpu"));
    var memory = memory(resources);
    try {
      return new ProxyCapacity(workers, connections(bytes(memory), workers));
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("proxy.resources.limits.memory: \"" + memory + "\" is no quantity; write one such as 512Mi", e);
    }
  }

  /** The memory limit of the container: what the resource says, else the default, else as much as it requests. */
  public static Quantity memory(Resources resources) {
    var asked = resources.limits().get("memory");
    var requested = resources.requests().getOrDefault("memory", DEFAULT_MEMORY);
    return asked != null ? asked : bytes(requested).compareTo(bytes(DEFAULT_MEMORY)) > 0 ? requested : DEFAULT_MEMORY;
  }

  private static BigDecimal bytes(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity);
  }

  private static int connections(BigDecimal memory, int workers) {
    var budget = memory.multiply(SHARE).subtract(BigDecimal.valueOf(BASE + workers * WORKER));
    var fitting = budget.divide(BigDecimal.valueOf(workers * CONNECTION), 0, RoundingMode.FLOOR);
    // In steps, so that a slightly other limit is no reload.
    var steps = fitting.divide(BigDecimal.valueOf(MIN_CONNECTIONS), 0, RoundingMode.FLOOR).multiply(BigDecimal.valueOf(MIN_CONNECTIONS));
    return steps.max(BigDecimal.valueOf(MIN_CONNECTIONS)).min(BigDecimal.valueOf(MAX_CONNECTIONS)).intValue();
  }

  /** One per core that the container may use, but never one alone: a blocked worker must not stop the probes. */
  private static int workers(Quantity cpu) {
    if (cpu == null) {
      return MIN_WORKERS;
    }
    try {
      var cores = cpu.getNumericalAmount().setScale(0, RoundingMode.CEILING);
      return cores.max(BigDecimal.valueOf(MIN_WORKERS)).min(BigDecimal.valueOf(MAX_WORKERS)).intValue();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("proxy.resources.limits.cpu: \"" + cpu + "\" is no quantity; write one such as 500m", e);
    }
  }
}
