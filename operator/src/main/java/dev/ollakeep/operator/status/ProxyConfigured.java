package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.ConditionType.PROXY_CONFIGURED;

import dev.ollakeep.operator.plan.PodSeen;
import dev.ollakeep.operator.plan.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.plan.Subject;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.ProxyConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.List;
import java.util.function.Predicate;

/** Every pod runs the proxy configuration that was rendered from the resource. */
final class ProxyConfigured {

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
    return Finding.no(PROXY_CONFIGURED, Reason.PROPAGATING,
        live + " of " + pods.size() + " pods run the configuration of ConfigMap " + configMap(subject));
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
