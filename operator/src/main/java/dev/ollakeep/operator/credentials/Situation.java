package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Observed;
import dev.ollakeep.operator.status.NameList;
import dev.ollakeep.operator.status.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything a decision looks at, read once.
 *
 * @param spec what is asked for
 * @param authHeld what lies under the name of the proxies' Secret
 * @param auth what it says
 * @param journalHeld what lies under the journal's name
 * @param journal what it says
 * @param users the facts of every user, by name
 * @param gate what the pods have
 */
record Situation(
    CredentialSpec spec,
    Held authHeld,
    ProxyAuth auth,
    Held journalHeld,
    Journal journal,
    List<UserFacts> users,
    Gate gate) {

  static Situation of(CredentialSpec spec, Observed observed, Instant now) {
    var server = spec.server();
    var names = spec.names();
    var authHeld = Held.of(observed.secret(names.proxyAuth()), server, Component.PROXY_AUTH);
    var journalHeld = Held.of(observed.secret(names.journal()), server, Component.JOURNAL);
    var auth = authHeld.ours().map(ProxyAuth::of).orElseGet(ProxyAuth::empty);
    var journal = journalHeld.ours().map(Journal::of).orElseGet(Journal::empty);
    var users = new ArrayList<UserFacts>();
    for (var user : spec.users()) {
      var credential = Held.ofUser(observed.secret(user.secretName()), server, user);
      users.add(new UserFacts(
          user,
          spec.admits(user),
          auth.entry(user.name()),
          Optional.ofNullable(journal.entries().get(user.name())),
          credential,
          credential.ours().map(StoredCredential::of),
          Supply.of(user, server, observed)));
    }
    return new Situation(spec, authHeld, auth, journalHeld, journal, List.copyOf(users), new Gate(observed.pods(), now));
  }

  Instant now() {
    return gate.now();
  }

  Set<String> userNames() {
    return users.stream().map(UserFacts::name).collect(Collectors.toSet());
  }

  /** It is known whether a user is in the journal. */
  boolean journalKnown() {
    return !(journalHeld instanceof Held.Unseen);
  }

  boolean authWritable() {
    return authHeld.isWritable();
  }

  boolean journalWritable() {
    return journalHeld.isWritable();
  }

  /** Every pod that can accept a login knows the user's newest hash. */
  boolean gatePassed(UserFacts user) {
    return gate.passed(auth.revisionOf(user.name()));
  }

  /** Nobody can be put into the journal: nothing new can start, but hashes can still be taken away. */
  boolean onlyJournalConflicts() {
    return (journalHeld instanceof Held.Foreign || journalHeld.isImmutable()) && stalls().size() == 1;
  }

  /** Why a new secret of the user starts now. */
  Optional<RotationCause> startable(UserFacts user) {
    return RotationRules.startable(user, now(), auth.regenerations());
  }

  /** Somebody keeps taking the user's secrets away, so that no new one is made for a while. */
  Optional<Problem> contention(UserFacts user) {
    return auth.regenerations().refusedUntil(now())
        .filter(until -> RotationRules.withheld(user, now(), auth.regenerations()))
        .map(until -> new Problem.Contention(user.name(), user.user().secretName(), until));
  }

  /** What a person must end, although everything else goes on. */
  Optional<Stall> contention() {
    var users = users().stream().filter(user -> contention(user).isPresent()).map(UserFacts::name).toList();
    return users.isEmpty() ? Optional.empty() : auth.regenerations().refusedUntil(now()).map(until -> new Stall(
        Reason.CREDENTIAL_CONTENTION,
        "Credentials were deleted or changed by somebody else " + Regenerations.MOST + " times within an hour, so no new secret is"
            + " made before " + until + " for " + NameList.of(users) + ": find who does it (kubectl -n " + spec.server().namespace()
            + " get secrets -l ollakeep.dev/server=" + spec.server().name()
            + " -o custom-columns=NAME:.metadata.name,WRITERS:.metadata.managedFields[*].manager, or the audit log of the API server)"));
  }

  List<Stall> stalls() {
    var stalls = new ArrayList<Stall>();
    spec.switches().unreadable().ifPresent(what ->
        stalls.add(new Stall(Reason.INVALID_SPEC, what + "; credentials stay as they are")));
    stall(spec.names().proxyAuth(), authHeld).ifPresent(stalls::add);
    stall(spec.names().journal(), journalHeld).ifPresent(stalls::add);
    immutable().ifPresent(stalls::add);
    users.stream().filter(user -> user.credential() instanceof Held.OtherLayout)
        .flatMap(user -> stall(user.user().secretName(), user.credential()).stream()).forEach(stalls::add);
    return stalls;
  }

  /** A kubelet never reads an immutable Secret again, so that its pods must go as well. */
  private Optional<Stall> immutable() {
    var kubectl = "kubectl -n " + spec.server().namespace() + " delete ";
    if (authHeld.isImmutable()) {
      return Optional.of(new Stall(Reason.IMMUTABLE_SECRET, "Secret " + spec.names().proxyAuth()
          + " was made immutable, so nobody can be let in or shut out: " + kubectl + "secret " + spec.names().proxyAuth()
          + ", it is made again; then " + kubectl + "pods -l ollakeep.dev/server=" + spec.server().name()
          + ", since running pods never see the new one"));
    }
    return journalHeld.isImmutable()
        ? Optional.of(new Stall(Reason.IMMUTABLE_SECRET, "Secret " + spec.names().journal()
            + " was made immutable, so no rotation can start: " + kubectl + "secret " + spec.names().journal()
            + ", it is made again when needed"))
        : Optional.empty();
  }

  private Optional<Stall> stall(String secret, Held held) {
    if (held instanceof Held.Foreign) {
      return Optional.of(new Stall(Reason.NAME_CONFLICT, "Secret " + secret
          + " is not ours and stays untouched, so credentials cannot change: rename or remove it (kubectl -n "
          + spec.server().namespace() + " delete secret " + secret + ")"));
    }
    if (held instanceof Held.OtherLayout other) {
      return Optional.of(new Stall(Reason.UNSUPPORTED_LAYOUT, "Secret " + secret
          + " has layout " + other.layout() + ", this version knows " + Held.LAYOUT
          + ": run the operator that wrote it, or a newer one"));
    }
    return Optional.empty();
  }
}
