package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.PROXY_CONFIGURED;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.proxy.CataloguedRoute;
import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.resources.ProxyConfigMap;
import dev.ollakeep.operator.status.Finding.Truth;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Every pod runs the proxy configuration that was rendered from the resource. */
public final class ProxyConfigured {

  /** A network policy may take this long to let the operator in to a new pod. */
  private static final Duration STARTING = Duration.ofSeconds(15);

  private ProxyConfigured() {}

  static Finding of(Situation situation) {
    var obstacle = situation.children().obstacle(Child.PROXY_CONFIG).filter(found -> found.reason() == Reason.NAME_CONFLICT);
    if (obstacle.isPresent()) {
      return Finding.no(PROXY_CONFIGURED, Reason.NAME_CONFLICT, obstacle.get().message());
    }
    var subject = situation.subject();
    var version = situation.children().desired(Child.PROXY_CONFIG, ConfigMap.class)
        .or(() -> subject.own(Child.PROXY_CONFIG, ConfigMap.class))
        .map(ProxyConfigMap::version)
        .orElse("");
    if (version.isEmpty()) {
      return unwritten(situation);
    }
    var found = byPods(situation, version);
    return found.holds() ? leftOut(situation).orElse(found) : found;
  }

  /** Neither a configuration of ours nor one that will be: what pods run, if any do, is not it. */
  private static Finding unwritten(Situation situation) {
    var missing = "there is no ConfigMap " + configMap(situation.subject()) + " of this server";
    return situation.children().obstacle(Child.PROXY_CONFIG)
        .map(found -> new Finding(PROXY_CONFIGURED, found.reason() == Reason.NOT_OBSERVED ? Truth.UNKNOWN : Truth.FALSE,
            found.reason(), found.message()))
        .orElseGet(() -> Finding.no(PROXY_CONFIGURED, Reason.PROPAGATING, missing));
  }

  /** Only what is being written leaves routes out: paused, the last configuration stays, whatever it opens. */
  private static Optional<Finding> leftOut(Situation situation) {
    var server = situation.subject().server();
    var routes = CataloguedRoute.of(server.getSpec().proxy());
    if (routes.isEmpty() || situation.children().desired(Child.PROXY_CONFIG, ConfigMap.class).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(Finding.no(PROXY_CONFIGURED, Reason.ROUTE_IN_CATALOGUE,
        "spec.proxy.extraRoutes of OllamaServer " + server.getMetadata().getName() + " has routes that the endpoint catalogue decides,"
            + " so they are left out: " + NameList.of(routes.stream().map(ProxyConfigured::described).toList()) + "; remove them: "
            + situation.subject().kubectl(removal(server.getMetadata().getName(), routes))));
  }

  private static String described(CataloguedRoute route) {
    return (route.method().text() + " " + route.path()).strip()
        + route.least().map(role -> " (for " + role.text() + " and above without a route)").orElse(" (nobody may call it)");
  }

  /** From the last to the first, since each removal moves those behind it; run a second time, it must not take others away. */
  private static String removal(String server, List<CataloguedRoute> routes) {
    var steps = routes.stream()
        .sorted(Comparator.comparing(CataloguedRoute::index).reversed())
        .map(route -> ("{\"op\":\"test\",\"path\":\"/spec/proxy/extraRoutes/%1$d/path\",\"value\":\"%2$s\"},"
            + "{\"op\":\"remove\",\"path\":\"/spec/proxy/extraRoutes/%1$d\"}").formatted(route.index(), route.path()))
        .collect(Collectors.joining(","));
    return "patch ols " + server + " --type=json -p '[" + steps + "]'";
  }

  private static Finding byPods(Situation situation, String version) {
    var subject = situation.subject();
    var pods = subject.observed().pods().stream().filter(seen -> seen.pod().getMetadata().getDeletionTimestamp() == null).toList();
    var rejecting = names(pods, config -> version.equals(config.rejected()));
    if (!rejecting.isEmpty()) {
      var first = rejecting.get(0);
      return Finding.no(PROXY_CONFIGURED, Reason.REJECTED,
          "the proxy of pod " + first + " refused the configuration and serves the last good one: "
              + subject.kubectl("logs " + first + " -c proxy"));
    }
    var live = names(pods, config -> version.equals(config.live())).size();
    if (live == pods.size() && (live > 0 || Available.asked(situation) == 0)) {
      return Finding.yes(PROXY_CONFIGURED, Reason.LIVE, "every pod runs the configuration of ConfigMap " + configMap(subject));
    }
    if (pods.isEmpty()) {
      return Finding.no(PROXY_CONFIGURED, Reason.PROPAGATING, "no pod runs yet");
    }
    var unreachable = pods.stream()
        .filter(seen -> readyButUnheard(seen, subject.now()))
        .min(Comparator.comparing(seen -> seen.pod().getMetadata().getName()));
    return unreachable.map(pod -> unreachable(subject, pod)).orElseGet(() -> Finding.no(PROXY_CONFIGURED, Reason.PROPAGATING,
        live + " of " + pods.size() + " pods run the configuration of ConfigMap " + configMap(subject)));
  }

  /** The kubelet reaches the proxy and the operator does not: a network policy, or an operator outside of the cluster. */
  private static boolean readyButUnheard(PodSeen seen, Instant now) {
    var status = seen.pod().getStatus();
    var ready = status != null && status.getConditions().stream()
        .filter(condition -> "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()))
        .map(PodCondition::getLastTransitionTime)
        .anyMatch(since -> since != null && OffsetDateTime.parse(since).toInstant().plus(STARTING).isBefore(now));
    return ready && (seen.auth() instanceof AuthAnswer.Silent || seen.auth() instanceof AuthAnswer.Unreachable);
  }

  private static Finding unreachable(Subject subject, PodSeen seen) {
    var pod = seen.pod().getMetadata().getName();
    return Finding.no(PROXY_CONFIGURED, Reason.PODS_UNREACHABLE,
        "pod " + pod + " is ready but does not answer the operator on port " + ProxyContract.INTERNAL_PORT
            + ", so that no new secret can be published: "
            + (seen.auth() instanceof AuthAnswer.Unreachable unreachable ? remedy(unreachable.cause(), subject) : remedy(subject)));
  }

  private static String remedy(Subject subject) {
    return "the operator's pods must have the namespace and labels of its settings OLLAKEEP_NAMESPACE and OLLAKEEP_POD_LABELS; see "
        + policy(subject) + "; an operator outside of the cluster's network needs OLLAKEEP_PROBE_MODE=apiServerProxy";
  }

  private static String remedy(AuthAnswer.Cause cause, Subject subject) {
    return switch (cause) {
      case FORBIDDEN -> "the API server does not let the operator ask through it: grant get on pods/proxy; check with "
          + subject.kubectl("auth can-i get pods/proxy --as=system:serviceaccount:OPERATOR_NAMESPACE:OPERATOR");
      case NO_CONNECTION -> "the API server, which asks for the operator, gets no answer: its addresses must be in the operator's setting"
          + " OLLAKEEP_PROBE_SOURCES; see " + policy(subject);
    };
  }

  private static String policy(Subject subject) {
    return subject.kubectl("describe networkpolicy " + subject.names().server());
  }

  private static String configMap(Subject subject) {
    return subject.names().proxyConfig();
  }

  private static List<String> names(List<PodSeen> pods, Predicate<ConfigAnswer.Versions> which) {
    return pods.stream()
        .filter(seen -> seen.config() instanceof ConfigAnswer.Versions versions && which.test(versions))
        .map(seen -> seen.pod().getMetadata().getName())
        .sorted()
        .toList();
  }
}
