package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Component;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes to the journal.
 *
 * <p>Who needs a new secret comes in, who has it published or is gone goes out; an empty journal is deleted.
 */
final class JournalWrites {

  private final CredentialState state;
  private final Fresh fresh;

  JournalWrites(CredentialState state, Fresh fresh) {
    this.state = state;
    this.fresh = fresh;
  }

  /** The write that starts rotations or forgets removed users. */
  Stream<CredentialStep> intake() {
    var removed = !state.userNames().containsAll(state.journal().entries().keySet());
    return started().isEmpty() && !removed ? Stream.empty() : write().stream();
  }

  /** The write that takes out whose secret is published, once nobody else's can be published in this pass. */
  Stream<CredentialStep> cleanup() {
    return write().stream();
  }

  private Optional<CredentialStep> write() {
    var next = new Journal(entries());
    var seen = state.journalHeld().ours();
    if (!state.journalWritable() && !(next.isEmpty() && seen.isPresent())) {
      return Optional.empty();
    }
    if (next.isEmpty()) {
      return seen.map(secret -> new CredentialStep.Delete(
          secret.getMetadata().getName(), secret.getMetadata().getResourceVersion(), List.of()));
    }
    var draft = new SecretDraft(state.spec().server(), Component.JOURNAL, next.annotations(), next.data());
    if (seen.isEmpty()) {
      return Optional.of(new CredentialStep.Create(
          draft.create(state.spec().names().journal(), "Opaque"), started()));
    }
    return draft.data().equals(SecretData.of(seen.get())) && Held.tellsLayout(seen.get())
        ? Optional.empty()
        : Optional.of(new CredentialStep.Update(draft.update(seen.get()), started()));
  }

  private SortedMap<String, Journal.Entry> entries() {
    var entries = new TreeMap<String, Journal.Entry>();
    for (var position : state.positions()) {
      starting(position)
          .map(start -> start.position().start(start.cause(), fresh))
          .or(position::kept)
          .ifPresent(entry -> entries.put(position.facts().name(), entry));
    }
    return entries;
  }

  private List<Effect> started() {
    return state.positions().stream()
        .flatMap(position -> starting(position).stream())
        .<Effect>map(start -> new Effect.Started(start.position().facts().name(), start.cause()))
        .toList();
  }

  private record Start(RestingPosition position, RotationCause cause) {}

  /** Whoever cannot be written down must not keep others in: a journal that nobody can change ends with the last of them. */
  private Optional<Start> starting(Position position) {
    return state.journalWritable() && position instanceof RestingPosition resting
        ? resting.startable().map(cause -> new Start(resting, cause))
        : Optional.empty();
  }
}
