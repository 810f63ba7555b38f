package dev.ollakeep.operator.golden;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.cluster.Documents;
import dev.ollakeep.operator.cluster.InMemoryCluster;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.PodSeen.AttackAnswer;
import dev.ollakeep.operator.observed.PodSeen.AuthAnswer;
import dev.ollakeep.operator.observed.PodSeen.ConfigAnswer;
import dev.ollakeep.testing.SecretText;
import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressStatusBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What everybody else does in a cluster: pods come up, cert-manager issues, a controller gives addresses. */
final class Controllers {

  private final Map<String, HasMetadata> objects;
  private long revisionBefore;
  private String configBefore = "";

  Controllers(Map<String, HasMetadata> objects) {
    this.objects = objects;
  }

  void act(OllamaServer server) {
    var name = server.getMetadata().getName();
    find("Deployment/" + name, Deployment.class).ifPresent(deployment -> pods(server, deployment));
    find("Certificate/" + name, Certificate.class).ifPresent(certificate -> issue(server, certificate));
    find("Ingress/" + name, Ingress.class).ifPresent(Controllers::admit);
  }

  /** From now on this is what was before. */
  void remember() {
    objects.values().forEach(object -> {
      if (object instanceof ConfigMap config) {
        configBefore = config.getData().get("version");
      } else if (object.getMetadata().getName().endsWith("-proxy-auth")) {
        revisionBefore = revision(Optional.of((Secret) object));
      }
    });
  }

  /** What the pod answers. */
  PodSeen asked(OllamaServer server, Pod pod, Facts.Answers answers) {
    var names = Names.of(server);
    var revision = revision(find("Secret/" + names.proxyAuth(), Secret.class));
    var version = find("ConfigMap/" + names.proxyConfig(), ConfigMap.class).map(config -> config.getData().get("version")).orElse("");
    AuthAnswer auth = switch (answers.auth()) {
      case "current" -> new AuthAnswer.Revision(revision);
      case "before" -> new AuthAnswer.Revision(revisionBefore);
      case "refused" -> new AuthAnswer.NotListening();
      case "silent" -> new AuthAnswer.Silent("timed out");
      case "forbidden" -> new AuthAnswer.Unreachable(AuthAnswer.Cause.FORBIDDEN);
      case "unreachable" -> new AuthAnswer.Unreachable(AuthAnswer.Cause.NO_CONNECTION);
      default -> new AuthAnswer.Revision(Long.parseLong(answers.auth()));
    };
    ConfigAnswer config = switch (answers.config()) {
      case "current" -> new ConfigAnswer.Versions(version, "");
      case "before" -> new ConfigAnswer.Versions(configBefore, "");
      case "rejected" -> new ConfigAnswer.Versions(configBefore, version);
      default -> new ConfigAnswer.Silent("timed out");
    };
    return new PodSeen(pod, auth, config, attack(answers.attack()));
  }

  private static AttackAnswer attack(String text) {
    return switch (text) {
      case "held" -> new AttackAnswer.Withstood();
      case "untried" -> new AttackAnswer.Untried();
      default -> new AttackAnswer.Breached(text);
    };
  }

  private void pods(OllamaServer server, Deployment deployment) {
    int wanted = deployment.getSpec().getReplicas();
    objects.keySet().removeIf(key -> key.startsWith("Pod/"));
    for (var i = 1; i <= wanted; i++) {
      var pod = pod(server, deployment.getMetadata().getName() + "-" + i);
      objects.put(InMemoryCluster.key(pod), pod);
    }
    var status = JsonNodeFactory.instance.objectNode().put("replicas", wanted).put("readyReplicas", wanted);
    var tree = Documents.tree(deployment);
    tree.set("status", status);
    objects.put(InMemoryCluster.key(deployment), Documents.object(tree));
  }

  private static Pod pod(OllamaServer server, String name) {
    return new PodBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(server.getMetadata().getNamespace())
        .withUid("uid-of-" + name)
        .withCreationTimestamp("2026-11-20T09:00:00Z")
        .withLabels(Labels.of(server, "server"))
        .withAnnotations(new TreeMap<>())
        .endMetadata()
        .withNewStatus()
        .withPhase("Running")
        .withPodIP("10.0.0.7")
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime("2026-11-20T09:00:30Z")
        .endCondition()
        .endStatus()
        .build();
  }

  private void issue(OllamaServer server, Certificate certificate) {
    var secret = new SecretBuilder()
        .withNewMetadata()
        .withName(certificate.getSpec().getSecretName())
        .withNamespace(server.getMetadata().getNamespace())
        .addToAnnotations("cert-manager.io/certificate-name", certificate.getMetadata().getName())
        .endMetadata()
        .withType("kubernetes.io/tls")
        .addToData("tls.crt", SecretText.encoded(ExampleCertificate.PEM))
        .addToData("tls.key", SecretText.encoded("not read"))
        .build();
    objects.put(InMemoryCluster.key(secret), secret);
    var status = JsonNodeFactory.instance.objectNode().put("renewalTime", "2026-12-31T00:00:00Z");
    status.putArray("conditions").addObject().put("type", "Ready").put("status", "True").put("reason", "Ready");
    var tree = Documents.tree(certificate);
    tree.set("status", status);
    objects.put(InMemoryCluster.key(certificate), Documents.object(tree));
  }

  private static void admit(Ingress ingress) {
    var status = new IngressStatusBuilder()
        .withNewLoadBalancer()
        .addNewIngress()
        .withIp("203.0.113.10")
        .endIngress()
        .endLoadBalancer()
        .build();
    ingress.setStatus(status);
  }

  private static long revision(Optional<Secret> secret) {
    return secret.flatMap(it -> SecretText.of(it, "revision")).map(text -> Long.parseLong(text.strip())).orElse(0L);
  }

  private <T> Optional<T> find(String key, Class<T> type) {
    return Optional.ofNullable(objects.get(key)).map(type::cast);
  }
}
