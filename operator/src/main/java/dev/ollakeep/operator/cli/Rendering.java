package dev.ollakeep.operator.cli;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.StorageType;
import dev.ollakeep.operator.children.Verdict;
import dev.ollakeep.operator.credentials.CredentialStep;
import dev.ollakeep.operator.credentials.Fresh;
import dev.ollakeep.operator.credentials.StepBound;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Needs;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.plan.Plan;
import dev.ollakeep.operator.plan.Planner;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plays the operator against an empty cluster in memory, with the same planner.
 *
 * <p>No pod runs there, so every gate passes; what a person would bring is there if the file has it, and unknown otherwise.
 */
final class Rendering {

  /** Beside those that write a credential: the children, and the look that finds nothing left to do. */
  private static final int MORE_PASSES = 10;

  /** What came of one server. */
  record Rendered(List<HasMetadata> objects, List<String> notes) {}

  private final GivenObjects given;
  private final Assumptions assumptions;
  private final Planner planner;
  private final SecureRandom random = new SecureRandom();

  Rendering(GivenObjects given, Assumptions assumptions, OperatorDefaults defaults) {
    this.given = given;
    this.assumptions = assumptions;
    this.planner = new Planner(defaults);
  }

  /** Everything made for the server, credentials first, then the children in the order of creation. */
  Rendered render(OllamaServer server) {
    var children = new EnumMap<Child, HasMetadata>(Child.class);
    var secrets = new TreeMap<String, Secret>();
    var most = MORE_PASSES + StepBound.of(server, observe(server, children, secrets));
    for (int pass = 0; pass < most; pass++) {
      var version = Integer.toString(pass + 2);
      var plan = planner.plan(server, observe(server, children, secrets), Instant.now(), fresh());
      var changed = plan.credentialStep().map(step -> apply(step, secrets, version)).orElseGet(() -> apply(plan, children));
      if (!changed) {
        refuseInvalid(server, plan);
        return new Rendered(all(children, secrets), notes(server, plan));
      }
    }
    throw new IllegalStateException("the plan for " + server.getMetadata().getName() + " does not come to rest");
  }

  private Observed observe(OllamaServer server, Map<Child, HasMetadata> children, Map<String, Secret> secrets) {
    var namespace = server.getMetadata().getNamespace();
    var needs = Needs.of(server);
    var seenSecrets = new TreeMap<String, Seen<Secret>>();
    needs.own().forEach(name -> seenSecrets.put(name, Seen.absent()));
    secrets.forEach((name, secret) -> seenSecrets.put(name, Seen.present(secret)));
    needs.sources().forEach(name -> seenSecrets.put(name, brought(given.secret(namespace, name))));
    needs.tls().forEach(name -> seenSecrets.putIfAbsent(name, brought(given.secret(namespace, name))));
    var seenChildren = new EnumMap<Child, Seen<HasMetadata>>(Child.class);
    for (var child : Child.values()) {
      seenChildren.put(child, children.containsKey(child) ? Seen.present(children.get(child)) : Seen.absent());
    }
    var claim = server.getSpec().storage().claimName();
    Seen<PersistentVolumeClaim> seenClaim = claim.isEmpty() ? Seen.absent() : brought(given.claim(namespace, claim));
    return new Observed(seenChildren, seenSecrets, seenClaim, List.of(), assumptions.cluster(), Optional.empty(), Map.of(), Map.of());
  }

  private static <T> Seen<T> brought(Optional<T> object) {
    return object.map(Seen::present).orElseGet(() -> Seen.unknown("it is not in the file"));
  }

  private static boolean apply(CredentialStep step, Map<String, Secret> secrets, String version) {
    if (step instanceof CredentialStep.Create create) {
      secrets.put(step.secretName(), stored(create.desired(), version));
    } else if (step instanceof CredentialStep.Update update) {
      secrets.put(step.secretName(), stored(update.desired(), version));
    } else {
      secrets.remove(step.secretName());
    }
    return true;
  }

  private static Secret stored(Secret desired, String version) {
    var stored = new SecretBuilder(desired).build();
    stored.getMetadata().setUid(stored.getMetadata().getName());
    stored.getMetadata().setResourceVersion(version);
    return stored;
  }

  private static boolean apply(Plan plan, Map<Child, HasMetadata> children) {
    var changed = false;
    for (var verdict : plan.children()) {
      if (verdict instanceof Verdict.Want want) {
        changed |= !want.desired().equals(children.put(want.child(), want.desired()));
      }
    }
    return changed;
  }

  private static List<HasMetadata> all(Map<Child, HasMetadata> children, Map<String, Secret> secrets) {
    var all = new ArrayList<HasMetadata>(secrets.values());
    all.addAll(children.values());
    return all;
  }

  private static void refuseInvalid(OllamaServer server, Plan plan) {
    var invalid = plan.findings().conditions().stream()
        .filter(condition -> condition.type() == ConditionType.STALLED && condition.reason() == Reason.INVALID_SPEC)
        .map(condition -> "OllamaServer " + server.getMetadata().getName() + ": " + condition.message())
        .toList();
    if (!invalid.isEmpty()) {
      throw new InvalidInput(invalid);
    }
  }

  private List<String> notes(OllamaServer server, Plan plan) {
    var notes = new ArrayList<String>();
    assumptions.missingFor(Needs.of(server).children()).ifPresent(notes::add);
    for (var verdict : plan.children()) {
      if (verdict instanceof Verdict.Keep keep && isAskedFor(server, keep.child())) {
        notes.add("not printed: the " + keep.child().component() + ", because " + keep.why());
      }
    }
    return notes;
  }

  private static boolean isAskedFor(OllamaServer server, Child child) {
    return child != Child.MODEL_VOLUME || server.getSpec().storage().type() == StorageType.PERSISTENT_VOLUME_CLAIM;
  }

  private Fresh fresh() {
    var seed = new byte[32];
    random.nextBytes(seed);
    return new Fresh(seed);
  }
}
