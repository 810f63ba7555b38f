package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.api.v1alpha1.Resources;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashSet;
import java.util.List;

/**
 * Everything the text of a proxy configuration depends on: checked against closed patterns, sorted, safe to print.
 *
 * <p>Equal settings give equal bytes, and only a change of settings gives a reload.
 *
 * @param openings what the resource opens beyond the defaults
 * @param workers Nginx worker processes
 */
public record ProxySettings(ProxyTimeouts timeouts, ProxyLimits limits, Openings openings, int workers) {

  private static final int MIN_WORKERS = 2;
  private static final int MAX_WORKERS = 64;

  public ProxySettings {
    if (workers < 1 || workers > MAX_WORKERS) {
      throw new IllegalArgumentException(workers + " workers are not between 1 and " + MAX_WORKERS);
    }
  }

  /** Origins and routes, each once and in order. */
  public record Openings(List<AllowedOrigin> origins, List<OpenedRoute> routes) {

    public Openings {
      origins = origins.stream().sorted().distinct().toList();
      routes = routes.stream().sorted().toList();
      var keys = new HashSet<String>();
      for (var route : routes) {
        if (!keys.add(route.key())) {
          throw new IllegalArgumentException("proxy.extraRoutes: " + route.key() + " is there twice; remove one");
        }
      }
    }
  }

  /**
   * What a resource asks for.
   *
   * @throws IllegalArgumentException naming the field, when a value is outside its closed pattern
   */
  public static ProxySettings of(OllamaServerSpec spec) {
    var proxy = spec.proxy();
    return new ProxySettings(
        ProxyTimeouts.of(proxy.timeouts(), spec.drainTimeout()),
        ProxyLimits.of(proxy.limits()),
        new Openings(
            proxy.cors().allowedOrigins().stream().map(AllowedOrigin::new).toList(),
            proxy.extraRoutes().stream().map(OpenedRoute::of).toList()),
        workers(proxy.resources()));
  }

  /** One per core that the container may use, but never one alone: a blocked worker must not stop the probes. */
  private static int workers(Resources resources) {
    Quantity cpu = resources.limits().get("cpu");
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
