package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Makes the children what the plan wants, by server-side apply of what differs.
 *
 * <p>An object that is not ours is neither applied on nor deleted. One child that is refused does not stop the others.
 */
final class Applier {

  private static final PatchContext CREATE = apply(false);
  private static final PatchContext CORRECT = apply(true);

  /** What came of one verdict. */
  private enum Deed { CREATED, CREATED_OTHERWISE, DELETED, DONE, OUTDATED }

  private final KubernetesClient client;
  private final LiveReader live;
  private final CachedReader cached;
  private final Contests contests;
  /** Writes that failed when they were tried last. */
  private final RecentMemory<String, Boolean> failing = new RecentMemory<>(10_000);

  Applier(KubernetesClient client, LiveReader live, CachedReader cached, Contests contests) {
    this.client = client;
    this.live = live;
    this.cached = cached;
    this.contests = contests;
  }

  /** Carries out every verdict, in order. */
  ApplyOutcome apply(Context<OllamaServer> context, Observed observed, List<Verdict> verdicts) {
    var failures = new ArrayList<ApplyOutcome.Failure>();
    var deeds = new EnumMap<Deed, SortedSet<Child>>(Deed.class);
    for (var verdict : verdicts) {
      try {
        deeds.computeIfAbsent(carryOut(context, observed, verdict), any -> new TreeSet<>()).add(verdict.child());
        failing.forget(key(context, verdict));
      } catch (KubernetesClientException failure) {
        if (isLostRace(failure)) {
          contests.refused(context, verdict.child(), wanted(verdict), failure);
          deeds.computeIfAbsent(Deed.OUTDATED, any -> new TreeSet<>()).add(verdict.child());
        } else {
          failures.add(failure(context, observed, verdict, failure));
        }
      }
    }
    var otherwise = children(deeds, Deed.CREATED_OTHERWISE);
    var created = children(deeds, Deed.CREATED);
    created.addAll(otherwise);
    var outdated = !otherwise.isEmpty() || deeds.containsKey(Deed.OUTDATED);
    return new ApplyOutcome(created, children(deeds, Deed.DELETED), failures, outdated);
  }

  private ApplyOutcome.Failure failure(
      Context<OllamaServer> context, Observed observed, Verdict verdict, KubernetesClientException failure) {
    var again = failing.get(key(context, verdict)).isPresent();
    failing.put(key(context, verdict), true);
    var cause = ApiFailure.quoting("writing " + name(context.getPrimaryResource(), verdict), failure);
    var stays = verdict.child().guards() && (again || cause.lasts());
    var hinders = verdict instanceof Verdict.Want && (stays || observed.child(verdict.child()).isAbsent());
    return new ApplyOutcome.Failure(cause, again, hinders);
  }

  private static String key(Context<OllamaServer> context, Verdict verdict) {
    return context.getPrimaryResource().getMetadata().getUid() + "/" + verdict.child();
  }

  private static SortedSet<Child> children(Map<Deed, SortedSet<Child>> deeds, Deed deed) {
    return new TreeSet<>(deeds.getOrDefault(deed, new TreeSet<>()));
  }

  /** Something has changed, or the namespace or the kind is gone; if not, the API server answers the same for ever. */
  private static boolean isLostRace(KubernetesClientException failure) {
    return failure.getCode() == HttpURLConnection.HTTP_CONFLICT || failure.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  private static Seen<HasMetadata> wanted(Verdict verdict) {
    return verdict instanceof Verdict.Want want ? Seen.present(want.desired()) : Seen.absent();
  }

  private Deed carryOut(Context<OllamaServer> context, Observed observed, Verdict verdict) {
    var seen = observed.child(verdict.child());
    if (verdict instanceof Verdict.Want want) {
      return seen.ifPresent().map(actual -> correct(context, want, actual))
          .orElseGet(() -> seen.isAbsent() ? create(context, want) : Deed.OUTDATED);
    }
    if (verdict instanceof Verdict.Absent absent) {
      return seen.ifPresent()
          .filter(actual -> Ownership.holds(context.getPrimaryResource(), actual, absent.child()))
          .map(actual -> delete(context, absent, actual))
          .orElse(Deed.DONE);
    }
    return Deed.DONE;
  }

  private Deed correct(Context<OllamaServer> context, Verdict.Want want, HasMetadata actual) {
    if (!Ownership.holds(context.getPrimaryResource(), actual, want.child())) {
      return Deed.DONE;
    }
    if (Contests.matches(context, actual, want.desired())) {
      return contests.agreed(context, want.child(), want.desired()) ? Deed.OUTDATED : Deed.DONE;
    }
    var desired = client.getKubernetesSerialization().clone(want.desired());
    // The API server refuses an apply with a UID to any other object, and to none: nothing is hijacked, nothing revived.
    desired.getMetadata().setUid(actual.getMetadata().getUid());
    return isAlteredAnew(context, want, on(desired).patch(CORRECT, desired)) ? Deed.OUTDATED : Deed.DONE;
  }

  /**
   * A cache that holds nothing proves nothing: the API server is asked before. Without force an object that appears after
   * that is not overwritten either. Never a POST: fields created by one stay owned by it, and would never go away again.
   */
  private Deed create(Context<OllamaServer> context, Verdict.Want want) {
    var desired = want.desired();
    var isThere = !(live.get(want.child().type(), ResourceID.fromResource(desired)) instanceof Seen.Absent);
    if (isThere || contests.lost(context, want.child())) {
      return Deed.OUTDATED;
    }
    return isAlteredAnew(context, want, on(desired).patch(CREATE, desired)) ? Deed.CREATED_OTHERWISE : Deed.CREATED;
  }

  private boolean isAlteredAnew(Context<OllamaServer> context, Verdict.Want want, HasMetadata stored) {
    cached.answered(stored);
    return contests.written(context, want.child(), want.desired(), stored);
  }

  private static String name(OllamaServer server, Verdict verdict) {
    return HasMetadata.getKind(verdict.child().type()) + " " + verdict.child().name(Names.of(server));
  }

  /** What a finalizer still holds has been deleted already, and so has what only a cache still has. */
  private Deed delete(Context<OllamaServer> context, Verdict.Absent absent, HasMetadata actual) {
    if (actual.getMetadata().getDeletionTimestamp() != null) {
      return Deed.DONE;
    }
    try {
      var deleted = on(actual).lockResourceVersion(actual.getMetadata().getResourceVersion()).delete();
      contests.deleted(context, absent.child());
      return deleted.isEmpty() ? Deed.DONE : Deed.DELETED;
    } catch (KubernetesClientException failure) {
      if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw failure;
      }
      return Deed.DONE;
    }
  }

  private Resource<HasMetadata> on(HasMetadata object) {
    return client.resource(object).inNamespace(object.getMetadata().getNamespace());
  }

  /** By force, what others own becomes ours. */
  static PatchContext apply(boolean force) {
    return new PatchContext.Builder()
        .withPatchType(PatchType.SERVER_SIDE_APPLY)
        .withFieldManager(Ownership.FIELD_MANAGER)
        .withForce(force)
        .build();
  }
}
