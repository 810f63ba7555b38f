package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.observed.Contest;
import dev.ollakeep.operator.observed.Difference;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Setback;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Remembers what became of writes to children, so that a plan can tell an accident from a contest.
 *
 * <p>Only a version that is newer than what was written says anything about it: caches lag behind.
 */
final class Contests {

  private static final int SERVERS_REMEMBERED = 10_000;
  private static final int LONGEST_ANSWER = 300;
  private static final ResourceVersion BEFORE_ANY = new ResourceVersion("");

  /** A contest, and how new the object was from which it was last judged. */
  private record Entry(Contest contest, ResourceVersion judged) {}

  private final KubernetesClient client;
  private final Clock clock;
  private final RecentMemory<String, Map<Child, Entry>> memory = new RecentMemory<>(SERVERS_REMEMBERED);

  Contests(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** What is known of writes to these children, now that they were seen like this. */
  Map<Child, Contest> look(Context<OllamaServer> context, Map<Child, Seen<HasMetadata>> seen) {
    var known = entries(context);
    var current = new EnumMap<Child, Entry>(Child.class);
    known.forEach((child, entry) -> {
      var judged = seen.get(child).ifPresent().map(actual -> judged(context, entry, actual)).orElse(entry);
      if (!judged.contest().isOver(clock.instant())) {
        current.put(child, new Entry(judged.contest().remembered(clock.instant()), judged.judged()));
      }
    });
    if (current.isEmpty()) {
      memory.forget(uid(context));
    } else if (!known.equals(current)) {
      memory.put(uid(context), current);
    }
    var contests = new EnumMap<Child, Contest>(Child.class);
    current.forEach((child, entry) -> contests.put(child, entry.contest()));
    return contests;
  }

  /** The API server took the write, and answered with what it stored; true when it changed that as it had not before. */
  boolean written(Context<OllamaServer> context, Child child, HasMetadata desired, HasMetadata stored) {
    var wanted = Seen.present(desired);
    var altered = matches(context, stored, desired) ? List.<Difference>of() : Difference.of(json(desired), json(stored));
    var now = clock.instant();
    var before = entry(context, child).map(Entry::contest);
    var contest = before.map(it -> it.written(wanted, now, altered)).orElseGet(() -> Contest.begun(wanted, now, altered));
    put(context, child, new Entry(contest, ResourceVersion.of(stored)));
    return !altered.equals(before.map(Contest::altered).orElse(List.of()));
  }

  /** The object is as it is wanted now without a write, such as when the resource asks for what the rival made; true when that is news. */
  boolean agreed(Context<OllamaServer> context, Child child, HasMetadata desired) {
    var wanted = Seen.present(desired);
    var other = entry(context, child).filter(it -> !it.contest().wanted().equals(wanted));
    other.ifPresent(it -> put(context, child, new Entry(it.contest().written(wanted, clock.instant(), List.of()), it.judged())));
    return other.isPresent();
  }

  /** The API server did not take the write, for no reason that lies in what was written. */
  void refused(Context<OllamaServer> context, Child child, Seen<HasMetadata> wanted, KubernetesClientException failure) {
    var answer = words(failure);
    var now = clock.instant();
    var entry = entry(context, child).orElseGet(() -> new Entry(Contest.begun(wanted, now, List.of()), BEFORE_ANY));
    put(context, child, new Entry(entry.contest().refused(wanted, now, answer), entry.judged()));
  }

  /** The object is not there; true when that is news, after which there must be another plan. */
  boolean lost(Context<OllamaServer> context, Child child) {
    var stood = entry(context, child).filter(it -> it.contest().stands() && !it.contest().wanted().isAbsent());
    stood.ifPresent(it -> put(context, child,
        new Entry(it.contest().seen(List.of(new Setback.Deleted()), clock.instant()), it.judged())));
    return stood.isPresent();
  }

  void deleted(Context<OllamaServer> context, Child child) {
    change(context, entries -> entries.remove(child));
  }

  private Entry judged(Context<OllamaServer> context, Entry entry, HasMetadata actual) {
    var version = ResourceVersion.of(actual);
    if (!version.isNewerThan(entry.judged())) {
      return entry;
    }
    var contest = entry.contest();
    var asAsked = contest.wanted().ifPresent().filter(wanted -> matches(context, actual, wanted)).isPresent();
    var seen = contest.seen(asAsked ? List.of() : setbacks(contest, actual), clock.instant());
    return new Entry(asAsked ? seen.unaltered() : seen, version);
  }

  private List<Setback> setbacks(Contest contest, HasMetadata actual) {
    if (contest.wanted().isAbsent()) {
      return contest.setbacks();
    }
    var wanted = contest.wanted().ifPresent().orElseThrow();
    return Difference.of(json(wanted), json(actual)).stream()
        .filter(difference -> !contest.altered().contains(difference))
        .<Setback>map(difference -> new Setback.Changed(
            difference.field().text(), new TreeSet<>(difference.field().managersIn(actual, Ownership.FIELD_MANAGER))))
        .toList();
  }

  /** Whether the object is what server-side apply would make of it. */
  static boolean matches(Context<OllamaServer> context, HasMetadata actual, HasMetadata desired) {
    try {
      return SSABasedGenericKubernetesResourceMatcher.getInstance().matches(actual, desired, context);
    } catch (IllegalStateException listKeyNotFound) {
      return false;
    }
  }

  private Map<?, ?> json(HasMetadata object) {
    return client.getKubernetesSerialization().convertValue(object, Map.class);
  }

  private static String words(KubernetesClientException failure) {
    var status = failure.getStatus();
    var text = status == null || status.getMessage() == null ? "HTTP " + failure.getCode() : status.getMessage();
    return text.length() > LONGEST_ANSWER ? text.substring(0, LONGEST_ANSWER) + " ..." : text;
  }

  private Map<Child, Entry> entries(Context<OllamaServer> context) {
    return memory.get(uid(context)).orElse(Map.of());
  }

  private Optional<Entry> entry(Context<OllamaServer> context, Child child) {
    return Optional.ofNullable(entries(context).get(child));
  }

  private void put(Context<OllamaServer> context, Child child, Entry entry) {
    change(context, entries -> entries.put(child, entry));
  }

  private void change(Context<OllamaServer> context, Consumer<Map<Child, Entry>> change) {
    var copy = new EnumMap<Child, Entry>(Child.class);
    copy.putAll(entries(context));
    change.accept(copy);
    memory.put(uid(context), copy);
  }

  private static String uid(Context<OllamaServer> context) {
    return context.getPrimaryResource().getMetadata().getUid();
  }
}
