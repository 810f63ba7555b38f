package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.ExtraRoute;
import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Proxy;
import dev.ollakeep.api.v1alpha1.Role;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A route of a resource that the catalogue decides, and that is therefore not opened.
 *
 * <p>The schema refuses it, but one that was stored while the catalogue did not know its path stays stored. To leave it out is always
 * safe: it can only close.
 *
 * @param index its place in the list of the resource
 */
public record CataloguedRoute(int index, HttpMethod method, String path) {

  /** All of a resource, in its own order. */
  public static List<CataloguedRoute> of(Proxy proxy) {
    var routes = proxy.extraRoutes();
    return IntStream.range(0, routes.size())
        .filter(index -> is(routes.get(index)))
        .mapToObj(index -> new CataloguedRoute(index, routes.get(index).method(), routes.get(index).path()))
        .toList();
  }

  /** Not so for what is no exact path, whatever it resembles: that is a mistake of its own, and must not be printed. */
  public static boolean is(ExtraRoute route) {
    return OpenedRoute.isExact(route.path()) && EndpointCatalogue.decides(route.path());
  }

  /** The least role that may call it without a route; empty: nobody may. */
  public Optional<Role> least() {
    return EndpointCatalogue.least(method, path);
  }
}
