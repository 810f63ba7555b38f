package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * Something that a person must mend before credentials can go on.
 *
 * @param freezes not even hashes can be taken away meanwhile
 */
record Stall(Complaint complaint, boolean freezes) {

  static List<Stall> of(CredentialState state) {
    var spec = state.spec();
    var switches = spec.switches();
    var stalls = new ArrayList<Stall>();
    switches.unreadable().ifPresent(what -> stalls.add(new Stall(new Complaint(Reason.INVALID_SPEC, what + (switches.onlyCloses()
        ? "; users are shut out, and credentials stay as they are otherwise"
        : "; credentials stay as they are")), !switches.onlyCloses())));
    foreign(spec, spec.names().proxyAuth(), state.authHeld()).ifPresent(conflict -> stalls.add(new Stall(conflict, true)));
    foreign(spec, spec.names().journal(), state.journalHeld()).ifPresent(conflict -> stalls.add(new Stall(conflict, false)));
    if (state.authHeld().isImmutable()) {
      stalls.add(new Stall(immutableHashes(spec), true));
    } else if (state.journalHeld().isImmutable()) {
      stalls.add(new Stall(immutableJournal(spec), false));
    }
    otherLayouts(state).forEach(layout -> stalls.add(new Stall(layout, true)));
    return stalls;
  }

  /** A kubelet never reads an immutable Secret again, so that its pods must go as well. */
  private static Complaint immutableHashes(CredentialSpec spec) {
    var kubectl = kubectlDelete(spec);
    return new Complaint(Reason.IMMUTABLE_SECRET, "Secret " + spec.names().proxyAuth()
        + " was made immutable, so nobody can be let in or shut out: " + kubectl + "secret " + spec.names().proxyAuth()
        + ", it is made again; then " + kubectl + "pods -l ollakeep.dev/server=" + spec.server().name()
        + ", since running pods never see the new one");
  }

  private static Complaint immutableJournal(CredentialSpec spec) {
    return new Complaint(Reason.IMMUTABLE_SECRET, "Secret " + spec.names().journal()
        + " was made immutable, so no rotation can start: " + kubectlDelete(spec) + "secret " + spec.names().journal()
        + ", it is made again when needed");
  }

  private static Optional<Complaint> foreign(CredentialSpec spec, String secret, Held<?> held) {
    return held instanceof Held.Foreign
        ? Optional.of(new Complaint(Reason.NAME_CONFLICT, "Secret " + secret
            + " is not ours and stays untouched, so credentials cannot change: rename or remove it ("
            + kubectlDelete(spec) + "secret " + secret + ")"))
        : Optional.empty();
  }

  private static List<Complaint> otherLayouts(CredentialState state) {
    var held = new LinkedHashMap<String, Held<?>>();
    held.put(state.spec().names().proxyAuth(), state.authHeld());
    held.put(state.spec().names().journal(), state.journalHeld());
    state.users().forEach(user -> held.put(user.user().secretName(), user.credential()));
    return held.entrySet().stream().flatMap(secret -> otherLayout(secret.getKey(), secret.getValue()).stream()).toList();
  }

  private static Optional<Complaint> otherLayout(String secret, Held<?> held) {
    return held instanceof Held.OtherLayout<?> other
        ? Optional.of(new Complaint(Reason.UNSUPPORTED_LAYOUT, "Secret " + secret
            + " has layout " + other.layout() + ", this version knows " + Held.LAYOUT
            + ": run the operator that wrote it, or a newer one"))
        : Optional.empty();
  }

  private static String kubectlDelete(CredentialSpec spec) {
    return "kubectl -n " + spec.server().namespace() + " delete ";
  }

  /** Somebody keeps taking the user's secrets away, so that no new one is made for a while. */
  static Optional<Complaint> contention(CredentialState state, UserFacts user) {
    return state.regenerations().refusedUntil(state.now())
        .filter(until -> RotationRules.withheld(user, state.now(), state.regenerations()))
        .map(until -> UserComplaint.contention(user.name(), user.user().secretName(), until));
  }

  /** What a person must end, although everything else goes on. */
  static Optional<Complaint> contention(CredentialState state) {
    var users = state.users().stream().filter(user -> contention(state, user).isPresent()).map(UserFacts::name).toList();
    return users.isEmpty() ? Optional.empty() : state.regenerations().refusedUntil(state.now()).map(until -> new Complaint(
        Reason.CREDENTIAL_CONTENTION,
        "Credentials were deleted or changed by somebody else " + Regenerations.MOST + " times within an hour, so no new secret is"
            + " made before " + until + " for " + NameList.of(users) + ": find who does it (kubectl -n " + state.spec().server().namespace()
            + " get secrets -l ollakeep.dev/server=" + state.spec().server().name()
            + " -o custom-columns=NAME:.metadata.name,WRITERS:.metadata.managedFields[*].manager, or the audit log of the API server)"));
  }
}
