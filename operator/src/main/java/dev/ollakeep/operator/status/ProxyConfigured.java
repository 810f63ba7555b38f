package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.PROXY_CONFIGURED;

import dev.ollakeep.operator.plan.PodSeen;
import dev.ollakeep.operator.plan.PodSeen.AuthAnswer;
import dev.ollakeep.operator.plan.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.plan.Subject;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.ProxyConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Every pod runs the proxy configuration that was rendered from the resource. */
final class ProxyConfigured {

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
    return byPods(subject, version);
  }

  private static Finding byPods(Subject subject, String version) {
    var pods = subject.observed().pods().stream().filter(seen -> seen.pod().getMetadata().getDeletionTimestamp() == null).toList();
    var rejecting = names(pods, config -> version.equals(config.rejected()));
    if (!rejecting.isEmpty()) {
      var first = rejecting.get(0);
      return Finding.no(PROXY_CONFIGURED, Reason.REJECTED,
          "the proxy of pod " + first + " refused the configuration and serves the last good one: "
              + subject.kubectl("logs " + first + " -c proxy"));
    }
    var live = names(pods, config -> version.equals(config.live())).size();
    if (live == pods.size() && (live > 0 || subject.server().getSpec().replicas() == 0)) {
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
    return ready && (seen.auth() instanceof AuthAnswer.Silent || seen.auth() instanceof AuthAnswer.Barred);
  }

  private static Finding unreachable(Subject subject, PodSeen seen) {
    var pod = seen.pod().getMetadata().getName();
    return Finding.no(PROXY_CONFIGURED, Reason.PODS_UNREACHABLE,
        "pod " + pod + " is ready but does not answer the operator on port 8081, so that no new secret can be published: "
            + (seen.auth() instanceof AuthAnswer.Barred barred ? remedy(barred.bar(), subject) : remedy(subject)));
  }

  private static String remedy(Subject subject) {
    return "the operator's pods must have the namespace and labels of its settings OLLAKEEP_NAMESPACE and OLLAKEEP_POD_LABELS; see "
        + policy(subject) + "; an operator outside of the cluster's network needs OLLAKEEP_PROBE_MODE=apiServerProxy";
  }

  private static String remedy(AuthAnswer.Bar bar, Subject subject) {
    return switch (bar) {
      case FORBIDDEN -> "the API server does not let the operator ask through it: grant get on pods/proxy; check with "
          + subject.kubectl("auth can-i get pods/proxy --as=system:serviceaccount:OPERATOR_NAMESPACE:OPERATOR");
      case NO_WAY -> "the API server, which asks for the operator, gets no answer: its addresses must be in the operator's setting"
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
