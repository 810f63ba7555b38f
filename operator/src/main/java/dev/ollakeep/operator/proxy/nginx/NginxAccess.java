package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.proxy.OllamaEndpoint;
import dev.ollakeep.operator.proxy.EndpointCatalogue;
import dev.ollakeep.operator.proxy.OpenedRoute;
import dev.ollakeep.operator.proxy.ProxyContract;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Who may call what: the endpoint catalogue and the opened routes as maps with exact keys. */
final class NginxAccess {

  /** Least first; each includes the ones before it. */
  static final List<Role> ROLES = List.of(Role.VIEWER, Role.USER, Role.MODEL_MANAGER, Role.ADMIN);

  private NginxAccess() {}

  static String render(List<OpenedRoute> opened) {
    return """

        # ---- access: the least role of each method and path; what is not here is denied to everybody
        map "$request_method $raw_path" $pattern_least {
          default none;
        """ + patterns() + """
        }
        map "$request_method $exact_path" $least {
          default $pattern_least;
        """ + exact(opened) + """
        }
        map "$auth_role $least" $allowed {
          default 0;
        """ + allowed() + """
        }
        map $exact_path $generation {
          default "";
        """ + generations() + """
        }
        """;
  }

  private static String exact(List<OpenedRoute> opened) {
    var lines = new ArrayList<String>();
    for (var endpoint : EndpointCatalogue.endpoints()) {
      if (!endpoint.isPattern()) {
        endpoint.methods().forEach(method -> lines.add(line(method, endpoint.path(), endpoint.least())));
      }
    }
    opened.forEach(route -> lines.add(line(route.method(), route.path(), route.least())));
    return String.join("", lines);
  }

  private static String line(HttpMethod method, String path, Role least) {
    return "  \"%s %s\" %s;\n".formatted(method.text(), path, ProxyContract.spelt(least));
  }

  private static String patterns() {
    return EndpointCatalogue.endpoints().stream().filter(OllamaEndpoint::isPattern).map(endpoint -> "  \"~^(?:%s) %s$\" %s;\n".formatted(
        endpoint.methods().stream().map(HttpMethod::text).collect(Collectors.joining("|")),
        endpoint.expression(),
        ProxyContract.spelt(endpoint.least()))).collect(Collectors.joining());
  }

  private static String allowed() {
    var lines = new ArrayList<String>();
    for (int has = 0; has < ROLES.size(); has++) {
      for (int needs = 0; needs <= has; needs++) {
        lines.add("  \"%s %s\" 1;\n".formatted(ProxyContract.spelt(ROLES.get(has)), ProxyContract.spelt(ROLES.get(needs))));
      }
    }
    return String.join("", lines);
  }

  private static String generations() {
    return EndpointCatalogue.endpoints().stream().filter(OllamaEndpoint::generation)
        .map(endpoint -> "  %s 1;\n".formatted(endpoint.path())).collect(Collectors.joining());
  }
}
