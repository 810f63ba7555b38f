package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ollakeep.testing.SaltedHash;
import dev.ollakeep.testing.SeenOrGone;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Watches the Secrets of one namespace by itself and holds every event against the invariants.
 *
 * <p>It shares no code with the operator, and reads past the API that is made to fail.
 */
final class Oracle implements AutoCloseable {

  private static final String USER = "ollakeep.dev/user";
  private static final String COMPONENT = "ollakeep.dev/component";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KubernetesClient client;
  private final String namespace;
  private final MirrorPods pods;
  private final Ledger ledger;
  private final Clock clock;
  private final Map<String, Secret> secrets = new ConcurrentHashMap<>();
  private final List<AuthFile> history = new ArrayList<>();
  private final Watch ofSecrets;
  private final SharedIndexInformer<GenericKubernetesResource> ofServers;
  private volatile JsonNode server = JSON.createObjectNode();

  Oracle(KubernetesClient client, String namespace, MirrorPods pods, Promises promises) {
    this.client = client;
    this.namespace = namespace;
    this.pods = pods;
    this.ledger = promises.ledger();
    this.clock = promises.clock();
    this.ofSecrets = client.secrets().inNamespace(namespace).watch(new Events(this::secretSeen));
    // Unlike a bare watch it goes on when the schema changes.
    this.ofServers = client.genericKubernetesResources("ollakeep.dev/v1alpha1", "OllamaServer").inNamespace(namespace)
        .inform(new SeenOrGone<>(this::serverSeen, deleted -> server = JSON.createObjectNode()));
  }

  /** What was promised, and the time by which the operator keeps it. */
  record Promises(Ledger ledger, Clock clock) {}

  /** The server as last seen; an empty object when there is none. */
  JsonNode server() {
    return server;
  }

  /** Why this condition is as it is; empty while nothing says so. */
  List<String> reasons(String condition) {
    var reasons = new ArrayList<String>();
    server.at("/status/conditions").forEach(it -> {
      if (it.path("type").asText().equals(condition)) {
        reasons.add(it.path("reason").asText());
      }
    });
    return reasons;
  }

  /** Those of the server, as last seen. */
  List<Secret> secrets() {
    return secrets.values().stream().filter(secret -> label(secret, COMPONENT) != null).toList();
  }

  Optional<Secret> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  /** The server is gone, and all that was known of it. */
  synchronized void forget() {
    history.clear();
  }

  private void serverSeen(GenericKubernetesResource seen) {
    var text = client.getKubernetesSerialization().asJson(seen);
    server = tree(text);
    Leaks.in(text, ledger.passwords()).forEach(leak -> ledger.broken("7", "the resource holds a password " + leak));
  }

  private synchronized void secretSeen(Watcher.Action action, Secret secret) {
    var name = secret.getMetadata().getName();
    if (action == Watcher.Action.DELETED) {
      secrets.remove(name);
      return;
    }
    secrets.put(name, secret);
    if (!ledger.concerns(secret)) {
      return;
    }
    var user = label(secret, USER);
    if ("proxy-auth".equals(label(secret, COMPONENT))) {
      authSeen(AuthFile.of(secret));
    } else if (user != null) {
      ledger.published(user, AuthFile.text(secret, "password"));
      admittedEverywhere(user);
    }
  }

  private void authSeen(AuthFile next) {
    var last = history.isEmpty() ? AuthFile.NONE : history.get(history.size() - 1);
    if (next.equals(last)) {
      return;
    }
    if (next.revision() <= last.revision()) {
      ledger.broken("8", "revision " + next.revision() + " follows " + last.revision());
    }
    next.doubled().forEach(user -> ledger.broken("5", user + " has several hashes in one file"));
    next.current().forEach((user, hash) -> {
      if (hash.equals(last.previous().get(user)) && !hash.equals(last.current().get(user))) {
        ledger.broken("5", "the previous hash of " + user + " became current");
      }
    });
    history.add(next);
    credentials().forEach(secret -> {
      hashesLeft(label(secret, USER), last, next);
      admittedEverywhere(label(secret, USER));
    });
  }

  /** Invariant 2, as far as it can be told from an event: what clients hold does not go before its time. */
  private void hashesLeft(String user, AuthFile last, AuthFile next) {
    var credential = credential(user);
    if (!ledger.promises(user) || credential.isEmpty()) {
      return;
    }
    var password = AuthFile.text(credential.get(), "password");
    var publishedAt = Instant.parse(credential.get().getMetadata().getAnnotations().get("ollakeep.dev/published-at"));
    var grace = ledger.grace(user);
    var over = !clock.instant().isBefore(publishedAt.plus(grace)) || grace.isZero();
    last.hashes(user).filter(hash -> next.hashes(user).noneMatch(hash::equals)).forEach(hash -> {
      if (SaltedHash.verifies(hash, password)) {
        ledger.broken("2", "the hash of what " + user + " reads has left revision " + next.revision());
      } else if (ledger.wasPublished(user, hash) && !over) {
        ledger.broken("2", "the previous hash of " + user + " has left before its grace was over");
      }
    });
  }

  /** Invariant 1, for every state that a pod has or may get. */
  private void admittedEverywhere(String user) {
    var credential = credential(user);
    if (!ledger.promises(user) || credential.isEmpty() || history.isEmpty()) {
      return;
    }
    var password = AuthFile.text(credential.get(), "password");
    var eldest = pods.serving().stream().mapToLong(AuthFile::revision).min().orElse(Long.MAX_VALUE);
    var known = false;
    for (var state : history) {
      known |= state.admits(user, password);
      var newest = state == history.get(history.size() - 1);
      if ((state.revision() >= eldest || newest) && known && !state.admits(user, password)) {
        ledger.broken("1", "revision " + state.revision() + " does not admit " + user);
      }
    }
  }

  private List<Secret> credentials() {
    return secrets.values().stream().filter(secret -> label(secret, USER) != null).toList();
  }

  private Optional<Secret> credential(String user) {
    return credentials().stream().filter(secret -> user.equals(label(secret, USER))).findFirst();
  }

  static String label(Secret secret, String key) {
    var labels = secret.getMetadata().getLabels();
    return labels == null ? null : labels.get(key);
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    ofSecrets.close();
    ofServers.close();
  }

  private record Events(BiConsumer<Action, Secret> seen) implements Watcher<Secret> {
    @Override
    public void eventReceived(Action action, Secret object) {
      seen.accept(action, object);
    }

    @Override
    public void onClose(WatcherException cause) {
      throw new IllegalStateException("the oracle's own watch has ended", cause);
    }
  }
}
