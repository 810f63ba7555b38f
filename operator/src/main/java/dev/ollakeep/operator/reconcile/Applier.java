package dev.ollakeep.operator.reconcile;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.plan.Seen;
import dev.ollakeep.operator.plan.Verdict;
import dev.ollakeep.operator.resources.Child;
import dev.ollakeep.operator.resources.Names;
import dev.ollakeep.operator.resources.Ownership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.dependent.kubernetes.SSABasedGenericKubernetesResourceMatcher;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
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
  private enum Deed { CREATED, CORRECTED, DELETED, NONE, OUTDATED }

  private final KubernetesClient client;
  private final LiveReader live;

  Applier(KubernetesClient client, LiveReader live) {
    this.client = client;
    this.live = live;
  }

  /** Carries out every verdict, in order. */
  ApplyOutcome apply(Context<OllamaServer> context, Observed observed, List<Verdict> verdicts) {
    var failures = new ArrayList<ApiFailure>();
    var deeds = new EnumMap<Deed, SortedSet<Child>>(Deed.class);
    for (var verdict : verdicts) {
      try {
        deeds.computeIfAbsent(carryOut(context, observed, verdict), any -> new TreeSet<>()).add(verdict.child());
      } catch (KubernetesClientException failure) {
        if (failure.getCode() == HttpURLConnection.HTTP_CONFLICT) {
          deeds.computeIfAbsent(Deed.OUTDATED, any -> new TreeSet<>()).add(verdict.child());
        } else {
          failures.add(ApiFailure.quoting("writing " + name(context.getPrimaryResource(), verdict), failure));
        }
      }
    }
    var none = new TreeSet<Child>();
    return new ApplyOutcome(
        deeds.getOrDefault(Deed.CREATED, none), deeds.getOrDefault(Deed.DELETED, none), failures, deeds.containsKey(Deed.OUTDATED));
  }

  private Deed carryOut(Context<OllamaServer> context, Observed observed, Verdict verdict) {
    var seen = observed.child(verdict.child());
    if (verdict instanceof Verdict.Want want) {
      return seen.ifPresent().map(actual -> correct(context, want, actual))
          .orElseGet(() -> seen.isAbsent() ? create(want) : Deed.OUTDATED);
    }
    if (verdict instanceof Verdict.Absent absent) {
      return seen.ifPresent()
          .filter(actual -> Ownership.holds(context.getPrimaryResource(), actual, absent.child()))
          .map(this::delete)
          .orElse(Deed.NONE);
    }
    return Deed.NONE;
  }

  private Deed correct(Context<OllamaServer> context, Verdict.Want want, HasMetadata actual) {
    if (!Ownership.holds(context.getPrimaryResource(), actual, want.child()) || matches(context, actual, want.desired())) {
      return Deed.NONE;
    }
    var desired = client.getKubernetesSerialization().clone(want.desired());
    // The API server refuses an apply with a UID to any other object, and to none: nothing is hijacked, nothing revived.
    desired.getMetadata().setUid(actual.getMetadata().getUid());
    on(desired).patch(CORRECT, desired);
    return Deed.CORRECTED;
  }

  /**
   * A cache that holds nothing proves nothing: the API server is asked before. Without force an object that appears after
   * that is not overwritten either. Never a POST: fields created by one stay owned by it, and would never go away again.
   */
  private Deed create(Verdict.Want want) {
    var desired = want.desired();
    if (!(live.get(want.child().type(), ResourceID.fromResource(desired)) instanceof Seen.Absent)) {
      return Deed.OUTDATED;
    }
    on(desired).patch(CREATE, desired);
    return Deed.CREATED;
  }

  private static String name(OllamaServer server, Verdict verdict) {
    return HasMetadata.getKind(verdict.child().type()) + " " + verdict.child().name(Names.of(server));
  }

  /** What a finalizer still holds has been deleted already, and so has what only a cache still has. */
  private Deed delete(HasMetadata actual) {
    if (actual.getMetadata().getDeletionTimestamp() != null) {
      return Deed.NONE;
    }
    try {
      var deleted = on(actual).lockResourceVersion(actual.getMetadata().getResourceVersion()).delete();
      return deleted.isEmpty() ? Deed.NONE : Deed.DELETED;
    } catch (KubernetesClientException failure) {
      if (failure.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw failure;
      }
      return Deed.NONE;
    }
  }

  private Resource<HasMetadata> on(HasMetadata object) {
    return client.resource(object).inNamespace(object.getMetadata().getNamespace());
  }

  private static boolean matches(Context<OllamaServer> context, HasMetadata actual, HasMetadata desired) {
    try {
      return SSABasedGenericKubernetesResourceMatcher.getInstance().matches(actual, desired, context);
    } catch (IllegalStateException listKeyNotFound) {
      return false;
    }
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
