package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Component;
import dev.ollakeep.operator.observed.Observed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything a decision looks at, read once.
 *
 * @param spec what is asked for
 * @param authHeld the proxies' Secret
 * @param journalHeld the journal
 * @param regenerations the new secrets that nobody asked for, as noted beside the hashes
 * @param positions where every user is, by name
 * @param gate what the pods have
 */
record CredentialState(
    CredentialSpec spec,
    Held<ProxyAuth> authHeld,
    Held<Journal> journalHeld,
    Regenerations regenerations,
    List<Position> positions,
    Gate gate) {

  static CredentialState of(CredentialSpec spec, Observed observed, Instant now) {
    var names = spec.names();
    var authHeld = Held.of(observed.secret(names.proxyAuth()), spec.server(), Component.PROXY_AUTH,
        secret -> AuthFiles.read(secret, now));
    var journalHeld = Held.of(observed.secret(names.journal()), spec.server(), Component.JOURNAL, Journal::of);
    var past = authHeld.ours().map(Regenerations::of).orElseGet(Regenerations::none);
    var known = new CredentialState(spec, authHeld, journalHeld, past, List.of(), new Gate(observed.pods(), now));
    var positions = spec.users().stream()
        .map(user -> Position.of(known.facts(user, observed), known.around(user)))
        .toList();
    return new CredentialState(spec, authHeld, journalHeld, past, positions, known.gate());
  }

  private UserFacts facts(CredentialUser user, Observed observed) {
    return new UserFacts(
        user,
        spec.admits(user),
        auth().entry(user.name()),
        Optional.ofNullable(journal().entries().get(user.name())),
        Held.ofUser(observed.secret(user.secretName()), spec.server(), user, now()),
        Supply.of(user, spec.server(), observed));
  }

  private Circumstances around(CredentialUser user) {
    var journalMadeAt = journalHeld.ours().map(journal -> journal.getMetadata().getCreationTimestamp()).map(Instant::parse);
    return new Circumstances(
        gate.proof(auth().revisionOf(user.name())), now(), regenerations, authHeld.isMissing(), journalMadeAt);
  }

  Instant now() {
    return gate.now();
  }

  /** What the proxies' Secret says; nothing when it is not ours. */
  ProxyAuth auth() {
    return authHeld.content().orElseGet(ProxyAuth::empty);
  }

  /** What the journal says; nothing when it is not ours. */
  Journal journal() {
    return journalHeld.content().orElseGet(Journal::empty);
  }

  List<UserFacts> users() {
    return positions.stream().map(Position::facts).toList();
  }

  Set<String> userNames() {
    return users().stream().map(UserFacts::name).collect(Collectors.toSet());
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
}
