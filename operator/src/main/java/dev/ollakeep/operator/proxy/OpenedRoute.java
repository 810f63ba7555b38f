package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.ExtraRoute;
import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Role;
import java.util.Comparator;
import java.util.regex.Pattern;

/**
 * An exact path, newer than the catalogue, that a resource opens for a role.
 *
 * <p>Canonical and lower case, so that it is one map key and means one path: Nginx compares keys without regard to case.
 *
 * @param webSocket whether a request may become a tunnel
 */
public record OpenedRoute(HttpMethod method, String path, Role least, boolean webSocket) implements Comparable<OpenedRoute> {

  private static final Pattern CLOSED = Pattern.compile("(?:/[a-z0-9_:@+~-][a-z0-9._:@+~-]*)+");
  private static final int MAX_LENGTH = 256;

  public OpenedRoute {
    if (!isExact(path)) {
      throw refusal(path, "is no path; write lower case segments without a query, such as /api/new");
    }
    if (EndpointCatalogue.decides(path)) {
      throw refusal(path, "is in the endpoint catalogue, which alone decides about it; remove the route");
    }
    if (method == null || method == HttpMethod.UNRECOGNISED) {
      throw refusal(path, "has a method that is not known here");
    }
    if (least == null || least == Role.UNRECOGNISED) {
      throw refusal(path, "has a role that is not known here");
    }
    if (webSocket && method != HttpMethod.GET) {
      throw refusal(path, "asks for webSocket, which begins with GET; set the method or remove webSocket");
    }
  }

  static OpenedRoute of(ExtraRoute route) {
    return new OpenedRoute(route.method(), route.path(), route.role(), route.webSocket());
  }

  /** One path and no other, safe to print. */
  static boolean isExact(String path) {
    return path != null && path.length() <= MAX_LENGTH && CLOSED.matcher(path).matches();
  }

  /** Method and path: what must be unique. */
  public String key() {
    return method.text() + " " + path;
  }

  @Override
  public int compareTo(OpenedRoute other) {
    return Comparator.comparing(OpenedRoute::path).thenComparing(OpenedRoute::method).compare(this, other);
  }

  private static IllegalArgumentException refusal(String path, String reason) {
    return new IllegalArgumentException("proxy.extraRoutes: \"" + path + "\" " + reason);
  }
}
