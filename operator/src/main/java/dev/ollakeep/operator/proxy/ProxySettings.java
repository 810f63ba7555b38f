package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import java.util.HashSet;
import java.util.List;

/**
 * Everything the text of a proxy configuration depends on: checked against closed patterns, sorted, safe to print.
 *
 * <p>Equal settings give equal bytes, and only a change of settings gives a reload.
 *
 * @param openings what the resource opens beyond the defaults
 */
public record ProxySettings(ProxyTimeouts timeouts, ProxyLimits limits, Openings openings, ProxyCapacity capacity) {

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
   * What a resource asks for, without the routes that the catalogue decides: see {@link CataloguedRoute}.
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
            proxy.extraRoutes().stream().filter(route -> !CataloguedRoute.is(route)).map(OpenedRoute::of).toList()),
        ProxyCapacity.of(proxy.resources()));
  }
}
