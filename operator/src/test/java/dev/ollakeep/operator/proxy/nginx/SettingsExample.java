package dev.ollakeep.operator.proxy.nginx;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.operator.proxy.ProxySettings;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Resources that each show something of the configuration; the name is the sentence. */
public enum SettingsExample {
  DEFAULTS("{}"),
  A_SLOW_MODEL_GETS_LONG_TIMEOUTS("""
      {drainTimeout: 3h, proxy: {timeouts: {connect: 500ms, read: 2h30m, send: 10m}}}"""),
  A_LONG_DRAIN_OUTLASTS_THE_READ_TIMEOUT("""
      {drainTimeout: 5h, proxy: {timeouts: {read: 1h}}}"""),
  TIGHT_LIMITS("""
      {proxy: {limits: {bodySize: 1Ki, generationsPerUser: 1, generationsTotal: 2, requestsPerSecond: 1, requestBurst: 0}}}"""),
  WIDE_LIMITS("""
      {proxy: {limits: {
        bodySize: 1Ti, generationsPerUser: 65535, generationsTotal: 65535, requestsPerSecond: 100000, requestBurst: 100000}}}"""),
  A_BODY_SIZE_IN_FRACTIONS("""
      {proxy: {limits: {bodySize: "1500m"}}}"""),
  TWO_ORIGINS_MAY_USE_THE_SERVER("""
      {proxy: {cors: {allowedOrigins: ["https://chat.example.com", "http://localhost:3000"]}}}"""),
  ORIGINS_WITH_ADDRESSES_AND_OTHER_SCHEMES("""
      {proxy: {cors: {allowedOrigins: ["http://[::1]:8080", "http://10.1.2.3", "chrome-extension://abcdefgh"]}}}"""),
  EXTRA_ROUTES_OPEN_NEWER_PATHS("""
      {proxy: {extraRoutes: [
        {method: POST, path: /v1/images/generations, role: User},
        {method: GET, path: /api/new, role: Viewer},
        {method: GET, path: /api/live, role: User, webSocket: true},
        {method: DELETE, path: /api/new, role: Admin}]}}"""),
  MORE_CORES_GET_MORE_WORKERS("""
      {proxy: {resources: {limits: {cpu: "3500m"}}}}"""),
  THE_MOST_A_RESOURCE_MAY_ASK_FOR("{proxy: {cors: {allowedOrigins: [" + Longest.ORIGINS + "]}, extraRoutes: [" + Longest.ROUTES + "]}}"),
  EVERYTHING_AT_ONCE("""
      {drainTimeout: 15m, proxy: {
        timeouts: {connect: 2s, read: 30m, send: 1m},
        limits: {bodySize: 128Mi, generationsPerUser: 2, generationsTotal: 8, requestsPerSecond: 5, requestBurst: 10},
        cors: {allowedOrigins: ["https://chat.example.com"]},
        extraRoutes: [{method: PUT, path: "/api/a_b/c:d@e+f~g", role: ModelManager}],
        resources: {limits: {cpu: 8}}}}""");

  private final String spec;

  SettingsExample(String spec) {
    this.spec = spec;
  }

  public ProxySettings settings() {
    return settings(spec);
  }

  /** Those whose whole text is kept, since it shows something that no other does. */
  static Set<SettingsExample> golden() {
    return EnumSet.of(DEFAULTS, A_SLOW_MODEL_GETS_LONG_TIMEOUTS, TIGHT_LIMITS, EXTRA_ROUTES_OPEN_NEWER_PATHS, EVERYTHING_AT_ONCE);
  }

  /** The name of the golden file. */
  String sentence() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static ProxySettings settings(String spec) {
    try {
      return ProxySettings.of(Serialization.yamlMapper().readValue(spec, OllamaServerSpec.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** As many and as long as the schema admits: the hash tables of Nginx must hold them. */
  private static final class Longest {
    static final String ORIGINS = IntStream.range(0, 32).mapToObj(i -> "\"https://%s%02d\"".formatted("x".repeat(243), i))
        .collect(Collectors.joining(", "));
    static final String ROUTES = IntStream.range(0, 64).mapToObj(i -> "{method: GET, path: /%s%02d, role: ModelManager, webSocket: true}"
        .formatted("x".repeat(253), i)).collect(Collectors.joining(", "));
  }
}
