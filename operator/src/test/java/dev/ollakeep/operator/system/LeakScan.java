package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.leak.KnownSecrets;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for every secret that any Secret has held in all that a site has written elsewhere.
 *
 * <p>Searched are the log of the operator, those of all containers, and every object of the namespace: of Secrets all but the data.
 */
public record LeakScan(KubernetesClient client, String namespace, KnownSecrets known) {

  private static final List<Class<? extends HasMetadata>> KINDS = List.of(
      OllamaServer.class, Secret.class, ConfigMap.class, Deployment.class, ReplicaSet.class, Pod.class, Service.class,
      NetworkPolicy.class, Event.class, io.fabric8.kubernetes.api.model.Event.class);

  static LeakScan of(Site site, KnownSecrets known) {
    return new LeakScan(site.client(), site.namespace(), known);
  }

  /** The logs of all containers that a site has run, by name. */
  static Map<String, Reader> logs(Site site) {
    var logs = new TreeMap<String, Reader>();
    site.podLogs().forEach(log -> logs.put("log " + log.getParent().getFileName() + "/" + log.getFileName(), open(log)));
    return logs;
  }

  /** Passes when none is found; a sentence with what was searched. */
  public String nothingLeaked(String operatorLog, Map<String, Reader> logs) {
    var places = new TreeMap<>(logs);
    places.put("log of the operator", new StringReader(operatorLog));
    KINDS.forEach(kind -> objects(kind, places));
    assertThat(operatorLog).as("log of the operator").isNotBlank();
    assertThat(known.size()).as("known secrets").isGreaterThan(3);
    assertThat(known.placesWithOne(places)).as("places that hold a secret").isEmpty();
    return known.size() + " secrets searched in " + places.size() + " places, none found";
  }

  private <T extends HasMetadata> void objects(Class<T> kind, Map<String, Reader> places) {
    for (var object : client.resources(kind).inNamespace(namespace).list().getItems()) {
      if (object instanceof Secret secret) {
        secret.setData(null);
      }
      var text = client.getKubernetesSerialization().asYaml(object);
      places.put(kind.getName() + " " + object.getMetadata().getName(), new StringReader(text));
    }
  }

  /** Bytes as they are: a log may hold what is no UTF-8. */
  private static Reader open(Path file) {
    try {
      return Files.newBufferedReader(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
