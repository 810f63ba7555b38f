package dev.ollakeep.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.CredentialStep;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Needs;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.PodSeen;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The objects of one namespace in memory, written and read as the operator does it through an API server.
 *
 * <p>Keys are {@code Kind/name}. It has no controllers and no pods that run: who plays a story brings what it needs of them.
 */
public final class InMemoryCluster {

  private final TreeMap<String, HasMetadata> objects = new TreeMap<>();
  /** What was applied last, field by field: what it had and the next one has not is taken away, as server-side apply does. */
  private final Map<String, ObjectNode> applied = new TreeMap<>();
  private final Map<String, String> unreadable = new HashMap<>();
  private final Supplier<Instant> clock;
  private int writes;

  public InMemoryCluster(Supplier<Instant> clock) {
    this.clock = clock;
  }

  public static String key(HasMetadata object) {
    return object.getKind() + "/" + object.getMetadata().getName();
  }

  public static String key(Child child, OllamaServer server) {
    return child.type().getSimpleName() + "/" + child.name(Names.of(server));
  }

  /** Everything as it is now; writes show up in it. */
  public Map<String, HasMetadata> objects() {
    return objects;
  }

  /** The Secrets by name; writes show up in it, and what is removed from it is deleted. */
  public Map<String, Secret> secrets() {
    return new Named<>(objects, Secret.class);
  }

  public <T extends HasMetadata> Optional<T> find(String key, Class<T> type) {
    return Optional.ofNullable(objects.get(key)).map(type::cast);
  }

  /** From now on these cannot be read, each for its reason. */
  public void cannotRead(Map<String, String> reasons) {
    unreadable.clear();
    unreadable.putAll(reasons);
  }

  /** Somebody creates the object, or replaces the one of that name. */
  public void put(HasMetadata object) {
    var copy = copy(object);
    var meta = copy.getMetadata();
    var before = objects.get(key(copy));
    meta.setResourceVersion(String.valueOf(++writes));
    meta.setUid(before == null ? Optional.ofNullable(meta.getUid()).orElse("uid-" + writes) : before.getMetadata().getUid());
    if (meta.getCreationTimestamp() == null) {
      meta.setCreationTimestamp(clock.get().toString());
    }
    objects.put(key(copy), copy);
  }

  /** Rotations write thousands of Secrets, and a detour by JSON would be most of what their tests do. */
  private static HasMetadata copy(HasMetadata object) {
    return object instanceof Secret secret ? new SecretBuilder(secret).build() : Documents.object(Documents.tree(object));
  }

  public void remove(String key) {
    objects.remove(key);
  }

  /** Whether the API server would still take the step: nobody has written the Secret since it was decided. */
  public boolean accepts(CredentialStep step) {
    var live = secrets().get(step.secretName());
    if (step instanceof CredentialStep.Create) {
      return live == null;
    }
    var expected = step instanceof CredentialStep.Update update
        ? update.desired().getMetadata().getResourceVersion()
        : ((CredentialStep.Delete) step).resourceVersion();
    return live != null && live.getMetadata().getResourceVersion().equals(expected);
  }

  /** Carries the step out, which must not have been overtaken. */
  public void write(CredentialStep step) {
    assertThat(accepts(step)).as("%s is no conflict", step).isTrue();
    if (step instanceof CredentialStep.Create create) {
      put(create.desired());
    } else if (step instanceof CredentialStep.Update update) {
      assertThat(secrets().get(step.secretName()).getImmutable()).as("%s may change", step.secretName()).isNotEqualTo(true);
      put(update.desired());
    } else {
      remove("Secret/" + step.secretName());
    }
  }

  /** Whether applying it would change what is there. */
  public boolean changes(HasMetadata desired) {
    var key = key(desired);
    var tree = Documents.tree(desired);
    return !objects.containsKey(key)
        || !Documents.contains(Documents.tree(objects.get(key)), tree)
        || applied.containsKey(key) && !applied.get(key).equals(tree);
  }

  /** Server-side apply, by the one field manager that there is. */
  public void apply(HasMetadata desired) {
    var key = key(desired);
    var live = objects.get(key);
    var tree = Documents.tree(desired);
    var before = applied.put(key, tree);
    var base = live == null ? null : before == null ? Documents.tree(live) : Documents.without(Documents.tree(live), before);
    put(Documents.object(base == null ? tree.deepCopy() : Documents.merged(base, tree.deepCopy())));
  }

  /** What an observer sees of the server, given its pods, what is around, and Ollama's version. */
  public Observed observed(OllamaServer server, List<PodSeen> pods, Cluster around, Optional<String> version) {
    var children = new EnumMap<Child, Seen<HasMetadata>>(Child.class);
    Arrays.stream(Child.values()).forEach(child -> children.put(child, seen(key(child, server), HasMetadata.class)));
    var claim = seen("PersistentVolumeClaim/" + server.getSpec().storage().claimName(), PersistentVolumeClaim.class);
    return new Observed(children, secretsOf(server), claim, pods, around, version, Map.of(), Map.of());
  }

  private Map<String, Seen<Secret>> secretsOf(OllamaServer server) {
    var seen = new TreeMap<String, Seen<Secret>>();
    var needs = Needs.of(server);
    var labelled = secrets().values().stream().filter(secret -> labelled(secret, server)).map(it -> it.getMetadata().getName());
    Stream.of(needs.own().stream(), needs.sources().stream(), needs.tls().stream(), labelled).flatMap(names -> names)
        .forEach(name -> seen.put(name, seen("Secret/" + name, Secret.class)));
    return seen;
  }

  private static boolean labelled(HasMetadata object, OllamaServer server) {
    var labels = object.getMetadata().getLabels();
    return labels != null && server.getMetadata().getName().equals(labels.get("ollakeep.dev/server"));
  }

  private <T extends HasMetadata> Seen<T> seen(String key, Class<T> type) {
    var why = unreadable.get(key);
    return why == null ? find(key, type).<Seen<T>>map(Seen::present).orElseGet(Seen::absent) : Seen.unknown(why);
  }
}
