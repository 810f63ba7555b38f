package dev.ollakeep.operator.configuration;

import static dev.ollakeep.operator.configuration.Variable.ALLOWED_HOST_SUFFIXES;
import static dev.ollakeep.operator.configuration.Variable.ALLOWED_ISSUERS;
import static dev.ollakeep.operator.configuration.Variable.ALLOWED_REPOSITORIES;
import static dev.ollakeep.operator.configuration.Variable.CLUSTER_DOMAIN;
import static dev.ollakeep.operator.configuration.Variable.HEALTH_ADDRESS;
import static dev.ollakeep.operator.configuration.Variable.LEADER_ELECTION;
import static dev.ollakeep.operator.configuration.Variable.LOG_FORMAT;
import static dev.ollakeep.operator.configuration.Variable.LOG_LEVEL;
import static dev.ollakeep.operator.configuration.Variable.MAX_CONCURRENT_RECONCILES;
import static dev.ollakeep.operator.configuration.Variable.NAMESPACE;
import static dev.ollakeep.operator.configuration.Variable.OLLAMA_IMAGE;
import static dev.ollakeep.operator.configuration.Variable.POD_LABELS;
import static dev.ollakeep.operator.configuration.Variable.PROBE_MODE;
import static dev.ollakeep.operator.configuration.Variable.PROBE_SOURCES;
import static dev.ollakeep.operator.configuration.Variable.PROBE_TIMEOUT;
import static dev.ollakeep.operator.configuration.Variable.PROXY_IMAGE;
import static dev.ollakeep.operator.configuration.Variable.WATCH_NAMESPACES;

import dev.ollakeep.operator.resources.ExposureLimits;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.resources.OperatorDefaults.Images;
import dev.ollakeep.operator.resources.OperatorDefaults.Probing;
import dev.ollakeep.operator.resources.OperatorDefaults.Self;
import dev.ollakeep.operator.resources.ProbeMode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The operator's settings, read once at start; nothing else looks at the environment.
 *
 * @param namespaces watched namespaces; empty means all
 * @param defaults what every server gets
 * @param health where /livez, /readyz and /metrics answer; empty means nowhere
 * @param leaderElection whether to work only while holding the Lease
 * @param logging level and format
 * @param maxConcurrentReconciles servers worked on at the same time
 * @param probeTimeout how long a pod may take to answer
 */
public record OperatorConfig(
    Set<String> namespaces,
    OperatorDefaults defaults,
    Optional<InetSocketAddress> health,
    boolean leaderElection,
    Logging logging,
    int maxConcurrentReconciles,
    Duration probeTimeout) {

  private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern DNS_NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final Pattern IMAGE = Pattern.compile("[a-z0-9][a-zA-Z0-9._/:-]*(:[\\w][\\w.-]{0,127}|@sha256:[a-f0-9]{64})");
  private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9][a-zA-Z0-9._/:-]*(/\\*)?");
  private static final Pattern ISSUER =
      Pattern.compile("[A-Z][A-Za-z0-9]{0,62}(\\.[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)?/(\\*|[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)");
  private static final Pattern CIDR = Pattern.compile("[0-9a-fA-F.:]{2,45}/\\d{1,3}");
  private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s)");

  /** How the operator logs. */
  public record Logging(String level, String format) {}

  /** Reads the environment of this process. */
  public static OperatorConfig fromEnvironment() {
    return of(System.getenv());
  }

  /**
   * Reads settings.
   *
   * @throws Variable.InvalidConfig when a variable is malformed; the message says which and what it must be
   */
  public static OperatorConfig of(Map<String, String> environment) {
    return new OperatorConfig(
        namespaces(environment),
        new OperatorDefaults(
            images(environment),
            limits(environment),
            self(environment),
            matching(CLUSTER_DOMAIN, CLUSTER_DOMAIN.in(environment), DNS_NAME, "a domain name"),
            new Probing(probeMode(environment), probeSources(environment))),
        health(environment),
        Boolean.parseBoolean(oneOf(environment, LEADER_ELECTION, "true", "false")),
        new Logging(
            oneOf(environment, LOG_LEVEL, "error", "warn", "info", "debug", "trace"),
            oneOf(environment, LOG_FORMAT, "text", "json")),
        number(environment, MAX_CONCURRENT_RECONCILES, 1, 64),
        duration(environment, PROBE_TIMEOUT, Duration.ofMillis(100), Duration.ofSeconds(30)));
  }

  private static Set<String> namespaces(Map<String, String> environment) {
    var names = new TreeSet<>(list(WATCH_NAMESPACES.in(environment)));
    names.forEach(name -> matching(WATCH_NAMESPACES, name, DNS_LABEL, "names of namespaces"));
    return names;
  }

  private static Images images(Map<String, String> environment) {
    var ollama = matching(OLLAMA_IMAGE, OLLAMA_IMAGE.in(environment), IMAGE, "an image with a tag or digest");
    var proxy = matching(PROXY_IMAGE, PROXY_IMAGE.in(environment), IMAGE, "an image with a tag or digest");
    var allowed = list(ALLOWED_REPOSITORIES.in(environment));
    allowed.forEach(name -> matching(ALLOWED_REPOSITORIES, name, REPOSITORY, "repositories without tag or digest"));
    return new Images(ollama, proxy, allowed);
  }

  private static ExposureLimits limits(Map<String, String> environment) {
    var issuers = list(ALLOWED_ISSUERS.in(environment));
    issuers.forEach(issuer -> matching(ALLOWED_ISSUERS, issuer, ISSUER, "issuers such as ClusterIssuer/letsencrypt-prod or Issuer/*"));
    var suffixes = list(ALLOWED_HOST_SUFFIXES.in(environment));
    suffixes.forEach(suffix -> matching(ALLOWED_HOST_SUFFIXES, suffix, DNS_NAME, "domains such as example.com, without a leading dot"));
    return new ExposureLimits(issuers, suffixes);
  }

  private static Self self(Map<String, String> environment) {
    return new Self(
        matching(NAMESPACE, NAMESPACE.in(environment), DNS_LABEL, "the name of a namespace"), labels(POD_LABELS.in(environment)));
  }

  private static ProbeMode probeMode(Map<String, String> environment) {
    var text = PROBE_MODE.in(environment);
    return Arrays.stream(ProbeMode.values())
        .filter(mode -> mode.text().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> PROBE_MODE.refuse(text, "podIP or apiServerProxy"));
  }

  private static List<String> probeSources(Map<String, String> environment) {
    var sources = list(PROBE_SOURCES.in(environment));
    sources.forEach(source -> matching(PROBE_SOURCES, source, CIDR, "address ranges such as 10.0.0.1/32"));
    return sources;
  }

  private static SortedMap<String, String> labels(String text) {
    var labels = new TreeMap<String, String>();
    for (var pair : list(text)) {
      var halves = pair.split("=", 2);
      if (halves.length != 2 || halves[0].isBlank()) {
        throw POD_LABELS.refuse(text, "pairs such as app.kubernetes.io/name=ollakeep");
      }
      labels.put(halves[0].strip(), halves[1].strip());
    }
    if (labels.isEmpty()) {
      throw POD_LABELS.refuse(text, "at least one pair: without labels every pod of the namespace would be admitted");
    }
    return labels;
  }

  private static Optional<InetSocketAddress> health(Map<String, String> environment) {
    var text = HEALTH_ADDRESS.in(environment);
    if (text.isEmpty() || text.equals("0")) {
      return Optional.empty();
    }
    var colon = text.lastIndexOf(':');
    var port = text.substring(colon + 1);
    if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
      throw HEALTH_ADDRESS.refuse(text, "host:port or :port");
    }
    var host = text.substring(0, colon);
    return Optional.of(new InetSocketAddress(host.isEmpty() ? "0.0.0.0" : host, Integer.parseInt(port)));
  }

  private static String oneOf(Map<String, String> environment, Variable variable, String... choices) {
    var text = variable.in(environment).toLowerCase(Locale.ROOT);
    if (!List.of(choices).contains(text)) {
      throw variable.refuse(text, "one of " + String.join(", ", choices));
    }
    return text;
  }

  private static int number(Map<String, String> environment, Variable variable, int least, int most) {
    var text = variable.in(environment);
    var number = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw variable.refuse(text, "a number from " + least + " to " + most);
    }
    return number;
  }

  private static Duration duration(Map<String, String> environment, Variable variable, Duration least, Duration most) {
    var text = variable.in(environment);
    var match = DURATION.matcher(text);
    if (match.matches()) {
      var number = Long.parseLong(match.group(1));
      var duration = match.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMillis(number);
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    }
    throw variable.refuse(text, "a duration such as 500ms or 2s");
  }

  private static String matching(Variable variable, String text, Pattern pattern, String wanted) {
    if (!pattern.matcher(text).matches()) {
      throw variable.refuse(text, wanted);
    }
    return text;
  }

  private static List<String> list(String text) {
    return Arrays.stream(text.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
  }
}
