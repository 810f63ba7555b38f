package dev.ollakeep.operator.proxy.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.ollakeep.api.v1alpha1.ExtraRoute;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.operator.proxy.CataloguedRoute;
import dev.ollakeep.operator.proxy.EndpointCatalogue;
import dev.ollakeep.operator.proxy.ProxySettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** No resource adds, removes or bends a directive: it is refused, or it fills the places that are there for it. */
class InjectionTest {

  private static final int RESOURCES = 12_000;
  private static final Shape DEFAULT = Shape.of(OllamaServerSpec.empty());

  @Test
  void aHostileResourceIsRefusedOrFitsTheShape() {
    long seed = Long.getLong("seed", 20_261_124L);
    var resources = new HostileResources(new Random(seed));
    int accepted = 0;
    for (int i = 0; i < RESOURCES; i++) {
      var spec = resources.next();
      try {
        var shape = Shape.of(spec);
        accepted++;
        if (!shape.fixed().equals(DEFAULT.fixed())) {
          fail("-Dseed=%d, resource %d bends the configuration: %s".formatted(seed, i, spec.proxy()));
        }
        assertThat(shape.routes()).as("-Dseed=%d, resource %d", seed, i).containsExactlyInAnyOrderElementsOf(routes(spec));
        assertThat(shape.origins()).as("-Dseed=%d, resource %d", seed, i)
            .containsExactlyInAnyOrderElementsOf(spec.proxy().cors().allowedOrigins().stream().distinct().toList());
        assertThat(shape.webSockets()).as("-Dseed=%d, resource %d", seed, i).containsExactlyInAnyOrderElementsOf(webSockets(spec));
      } catch (IllegalArgumentException refused) {
        assertThat(refused).as("-Dseed=%d, resource %d", seed, i).hasMessageMatching("(?s)(proxy\\.|drainTimeout).*");
      }
    }
    assertThat(accepted).as("resources accepted, of " + RESOURCES).isBetween(RESOURCES / 5, RESOURCES * 4 / 5);
  }

  private static List<String> routes(OllamaServerSpec spec) {
    return spec.proxy().extraRoutes().stream().filter(route -> !CataloguedRoute.is(route)).map(InjectionTest::line).toList();
  }

  private static String line(ExtraRoute route) {
    return route.method().text() + " " + route.path() + " " + route.role().text().toLowerCase(Locale.ROOT);
  }

  private static List<String> webSockets(OllamaServerSpec spec) {
    return spec.proxy().extraRoutes().stream().filter(route -> !CataloguedRoute.is(route) && route.webSocket())
        .map(route -> "GET " + route.path() + " 1").toList();
  }

  /**
   * A configuration seen as its directives, and apart from them what a resource adds to three maps.
   *
   * @param fixed every other directive with its words, numbers replaced
   */
  private record Shape(List<String> fixed, List<String> origins, List<String> routes, List<String> webSockets) {

    private static final int DEFAULT_ROUTES = EndpointCatalogue.endpoints().stream()
        .filter(endpoint -> !endpoint.isPattern()).mapToInt(endpoint -> endpoint.methods().size()).sum();
    private static final int DEFAULT_ORIGINS = 3;
    private static final Map<String, String> NORMAL = new ConcurrentHashMap<>();

    static Shape of(OllamaServerSpec spec) {
      var shape = new Shape(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      shape.add(Directive.parse(NginxConf.render(ProxySettings.of(spec))), "");
      return shape;
    }

    private void add(Directive directive, String indent) {
      var words = String.join("\u0000", directive.words());
      fixed.add(indent + normal(words));
      if (words.equals("map\u0000$http_origin\u0000$cors_origin")) {
        added(directive, DEFAULT_ORIGINS).forEach(line -> origins.add(line.words().get(0)));
      } else if (words.equals("map\u0000$request_method $exact_path\u0000$least")) {
        added(directive, DEFAULT_ROUTES + 1).forEach(line -> routes.add(String.join(" ", line.words())));
      } else if (words.equals("map\u0000$request_method $exact_path\u0000$websocket_route")) {
        added(directive, 1).forEach(line -> webSockets.add(String.join(" ", line.words())));
      } else {
        directive.children().forEach(child -> add(child, indent + " "));
      }
    }

    private List<Directive> added(Directive map, int before) {
      map.children().subList(0, before).forEach(line -> fixed.add(String.join(" ", line.words())));
      var rest = map.children().subList(before, map.children().size());
      assertThat(rest).allMatch(line -> line.words().size() == 2 && line.children().isEmpty());
      return rest;
    }

    /** Almost all directives are those of the resource before. */
    private static String normal(String words) {
      return NORMAL.computeIfAbsent(words, Shape::withoutNumbers);
    }

    private static String withoutNumbers(String words) {
      return words.replaceAll("(?<=\u0000)[0-9]+(s|ms)?(?=\u0000|$)", "N").replaceAll("rate=[0-9]+r/s", "rate=N")
          .replaceAll("\u0000burst=[0-9]+", "").replaceAll("[0-9a-f]{16}", "VERSION");
    }
  }
}
