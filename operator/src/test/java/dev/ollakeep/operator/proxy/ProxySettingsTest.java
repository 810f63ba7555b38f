package dev.ollakeep.operator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.api.rules.CataloguedPaths;
import dev.ollakeep.api.rules.Patterns;
import dev.ollakeep.api.v1alpha1.ExtraRoute;
import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Proxy;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.proxy.nginx.NginxConf;
import dev.ollakeep.operator.proxy.nginx.SettingsExample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxySettingsTest {

  @Test
  void anEmptyResourceGetsTheDocumentedDefaults() {
    var settings = SettingsExample.settings("{}");

    assertThat(settings.timeouts())
        .isEqualTo(new ProxyTimeouts(Duration.ofSeconds(5), Duration.ofHours(1), Duration.ofMinutes(5), Duration.ofMinutes(10)));
    assertThat(settings.limits()).isEqualTo(new ProxyLimits(64 << 20, 4, 64, new ProxyLimits.Rate(20, 40)));
    assertThat(settings.openings().origins()).isEmpty();
    assertThat(settings.openings().routes()).isEmpty();
    assertThat(settings.capacity().workers()).isEqualTo(2);
  }

  @Test
  void orderDoesNotCount() {
    var one = SettingsExample.settings("""
        {proxy: {cors: {allowedOrigins: ["http://a", "http://b", "http://a"]},
          extraRoutes: [{method: GET, path: /x, role: User}, {method: POST, path: /a, role: User}]}}""");
    var other = SettingsExample.settings("""
        {proxy: {cors: {allowedOrigins: ["http://b", "http://a"]},
          extraRoutes: [{method: POST, path: /a, role: User}, {method: GET, path: /x, role: User}]}}""");

    assertThat(NginxConf.render(one)).isEqualTo(NginxConf.render(other));
  }

  @ParameterizedTest
  @CsvSource({"100m, 2", "2, 2", "2001m, 3", "16, 16", "500, 64"})
  void workersFollowTheCores(String cpu, int workers) {
    assertThat(SettingsExample.settings("{proxy: {resources: {limits: {cpu: \"" + cpu + "\"}}}}").capacity().workers()).isEqualTo(workers);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', value = {
    "drainTimeout: 1d                                                              | drainTimeout",
    "proxy: {timeouts: {connect: 100ns}}                                           | proxy.timeouts.connect",
    "proxy: {timeouts: {read: 721h}}                                               | proxy.timeouts.read",
    "proxy: {timeouts: {send: \"5s; daemon on\"}}                                  | proxy.timeouts.send",
    "proxy: {limits: {bodySize: 0}}                                                | proxy.limits.bodySize",
    "proxy: {limits: {bodySize: 2Ti}}                                              | proxy.limits.bodySize",
    "proxy: {limits: {generationsPerUser: 0}}                                      | proxy.limits.generationsPerUser",
    "proxy: {limits: {generationsTotal: 65536}}                                    | proxy.limits.generationsTotal",
    "proxy: {limits: {requestsPerSecond: 0}}                                       | proxy.limits.requestsPerSecond",
    "proxy: {limits: {requestBurst: -1}}                                           | proxy.limits.requestBurst",
    "proxy: {cors: {allowedOrigins: [\"*\"]}}                                      | proxy.cors.allowedOrigins: \"*\"",
    "proxy: {extraRoutes: [{method: GET, path: /api/Codex, role: Admin}]}          | \"/api/Codex\" is no path",
    "proxy: {extraRoutes: [{method: GET, path: /api/codex/x;y, role: Admin}]}      | \"/api/codex/x;y\" is no path",
    "proxy: {extraRoutes: [{method: BREW, path: /api/new, role: Admin}]}           | has a method",
    "proxy: {extraRoutes: [{method: GET, path: /api/new, role: Owner}]}            | has a role",
    "proxy: {extraRoutes: [{method: POST, path: /n, role: User, webSocket: true}]} | \"/n\" asks for webSocket",
    "proxy: {extraRoutes: [{method: GET, path: /n, role: User}, {method: GET, path: /n, role: Admin}]} | GET /n is there twice",
  })
  void whatIsOutsideItsPatternIsRefusedByName(String spec, String message) {
    assertThatThrownBy(() -> SettingsExample.settings("{" + spec + "}"))
        .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
  }

  /** What was stored before the catalogue knew it must not stay open, nor keep the rest from being understood. */
  @ParameterizedTest
  @ValueSource(strings = {"/api/me", "/api/codex", "/api/codex/v1/responses", "/api/pull", "/v1/responses/compact"})
  void aRouteThatTheCatalogueDecidesIsLeftOut(String path) {
    var routes = List.of(
        new ExtraRoute(HttpMethod.GET, "/api/new", Role.USER, null), new ExtraRoute(HttpMethod.POST, path, Role.VIEWER, null),
        new ExtraRoute(HttpMethod.POST, path, Role.UNRECOGNISED, null));
    var proxy = new Proxy(null, null, null, null, null, null, routes);
    var opened = SettingsExample.settings("{proxy: {extraRoutes: [{method: GET, path: /api/new, role: User},"
        + " {method: POST, path: " + path + ", role: Viewer}, {method: BREW, path: " + path + ", role: Owner}]}}");

    assertThat(opened.openings().routes()).extracting(OpenedRoute::path).containsExactly("/api/new");
    assertThat(CataloguedRoute.of(proxy)).extracting(CataloguedRoute::index).containsExactly(1, 2);
  }

  /** Whatever reads a resource: no route of that kind exists. */
  @Test
  void aRouteThatTheCatalogueDecidesCannotBeOpened() {
    assertThatThrownBy(() -> new OpenedRoute(HttpMethod.GET, "/api/codex/x", Role.ADMIN, false)).hasMessageContaining("endpoint catalogue");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/responses/compact, User", "GET, /v1/responses/compact,", "GET, /api/codex/x,", "GET, /v1/models/llama3.2:3b, Viewer",
    "GET, /api/blobs/anything,", "DELETE, /api/delete, ModelManager",
  })
  void whoMayCallItWithoutARoute(HttpMethod method, String path, String role) {
    assertThat(new CataloguedRoute(0, method, path).least().map(Role::text)).isEqualTo(Optional.ofNullable(role));
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "https://chat.example.com", "http://localhost:3000", "http://[::1]:8080", "http://10.0.0.1", "app2://x", "http://a_b.c",
  })
  void originsAsBrowsersSendThem(String origin) {
    assertThat(new AllowedOrigin(origin).text()).isEqualTo(origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "null", "*", "https://*", "https://a.example/", "https://a.example/path", "//a.example", "a.example", "https://",
    "https://A.example", "https://a.example:0", "https://a.example:999999", "https://a.example ", "https://a.exa\nmple", "https://$host",
    "https://a;b", "https://a\"b", "https://user@a.example", "https://a?b", "~https://a", "https://\u0430.example",
    "https://a{b}", "https://a\\b",
  })
  void whatNoBrowserSendsIsNoOrigin(String origin) {
    assertThatThrownBy(() -> new AllowedOrigin(origin)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "", "/", "api/new", "/api//new", "/api/../new", "/api/./new", "/.hidden", "/api/n%65w", "/api/new?x=1", "/api/new#x", "/api/New",
    "/api/new;x", "/api/new x", "/api/new\n", "/api/$new", "/api/{new}", "/api/\"new", "/api/new\\", "/\u0430pi/new", "~/api", "/api/new/",
  })
  void onlyCanonicalLowerCasePathsCanBeOpened(String path) {
    assertThatThrownBy(() -> new OpenedRoute(
        HttpMethod.GET, path, Role.USER, false)).isInstanceOf(IllegalArgumentException.class);
  }

  /** The schema must not let in what would stall the server afterwards. */
  @Test
  void whatTheSchemaAcceptsIsAcceptedHere() {
    var random = new Random(7);
    int accepted = 0;
    for (int i = 0; i < 20_000; i++) {
      var origin = text(random, List.of("https", "a", "b2", "-", ".", "_", "+", "://", ":", "1", "443"));
      var path = text(random, List.of("/", "api", "v1", "x", "A", ".", "_", ":", "@", "+", "~", "-", "tags"));
      if (origin.matches(Patterns.ORIGIN)) {
        accepted += new AllowedOrigin(origin).text().isEmpty() ? 0 : 1;
      }
      if (path.matches(Patterns.ROUTE_PATH) && !CataloguedPaths.contains(path)) {
        accepted += new OpenedRoute(HttpMethod.GET, path, Role.USER, false).path().isEmpty() ? 0 : 1;
      }
    }
    assertThat(accepted).isGreaterThan(500);
    assertThat(new OpenedRoute(HttpMethod.GET, "/" + "x".repeat(255), Role.USER, false).path()).hasSize(256);
    assertThat(new AllowedOrigin("https://" + "x".repeat(245)).text()).hasSize(253);
    assertThat(SettingsExample.settings("{drainTimeout: 0s}").timeouts().drain()).isZero();
  }

  private static String text(Random random, List<String> pieces) {
    return Stream.generate(() -> pieces.get(random.nextInt(pieces.size()))).limit(1 + random.nextInt(6)).collect(Collectors.joining());
  }
}
