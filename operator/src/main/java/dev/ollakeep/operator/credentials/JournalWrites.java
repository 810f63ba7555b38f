package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.status.Announcement;
import dev.ollakeep.operator.status.NameList;
import dev.ollakeep.operator.status.Reason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes to the journal.
 *
 * <p>Who needs a new secret comes in, who has it published or is gone goes out; an empty journal is deleted.
 */
final class JournalWrites {

  private final Situation situation;
  private final Fresh fresh;
  private final SortedMap<String, RotationCause> starting;

  JournalWrites(Situation situation, Fresh fresh) {
    this.situation = situation;
    this.fresh = fresh;
    this.starting = new TreeMap<>();
    // Whoever cannot be written down must not keep others in: a journal that nobody can change ends with the last of them.
    if (situation.journalWritable()) {
      situation.users().forEach(
          user -> situation.startable(user).ifPresent(cause -> starting.put(user.name(), cause)));
    }
  }

  /** The write that starts rotations or forgets removed users. */
  Optional<CredentialStep> intake() {
    var removed = !situation.userNames().containsAll(situation.journal().entries().keySet());
    return starting.isEmpty() && !removed ? Optional.empty() : write();
  }

  /** The write that takes out whose secret is published, once nobody else's can be published in this pass. */
  Optional<CredentialStep> cleanup() {
    return write();
  }

  private Optional<CredentialStep> write() {
    var next = new Journal(entries());
    var seen = situation.journalHeld().ours();
    if (!situation.journalWritable() && !(next.isEmpty() && seen.isPresent())) {
      return Optional.empty();
    }
    if (next.isEmpty()) {
      return seen.map(secret -> new CredentialStep.Delete(
          secret.getMetadata().getName(), secret.getMetadata().getResourceVersion(), List.of()));
    }
    var draft = new SecretDraft(situation.spec().server(), Component.JOURNAL, next.annotations(), next.data());
    if (seen.isEmpty()) {
      return Optional.of(new CredentialStep.Create(
          draft.create(situation.spec().names().journal(), "Opaque"), announcements()));
    }
    return draft.data().equals(SecretData.of(seen.get())) && Held.tellsLayout(seen.get())
        ? Optional.empty()
        : Optional.of(new CredentialStep.Update(draft.update(seen.get()), announcements()));
  }

  private SortedMap<String, Journal.Entry> entries() {
    var entries = new TreeMap<String, Journal.Entry>();
    for (var user : situation.users()) {
      if (starting.containsKey(user.name())) {
        entries.put(user.name(), new Journal.Entry(secret(user), starting.get(user.name()).text(),
            user.answeredNow(), user.user().source().text()));
      } else if (!published(user) && !user.premature()) {
        user.journalled().ifPresent(entry -> entries.put(user.name(), entry));
      }
    }
    return entries;
  }

  /** Published, and the proxies know it: for a suspended user the Secret keeps it, the journal need not. */
  private static boolean published(UserFacts user) {
    return user.delivered() && (user.carried() || !user.active());
  }

  private Plaintext secret(UserFacts user) {
    return user.supply() instanceof Supply.Usable supplied
        ? supplied.password()
        : PasswordPolicy.generate(fresh, user.name());
  }

  private List<Announcement> announcements() {
    var byCause = new EnumMap<RotationCause, List<String>>(RotationCause.class);
    starting.forEach((user, cause) -> byCause.computeIfAbsent(cause, any -> new ArrayList<>()).add(user));
    return byCause.entrySet().stream().map(JournalWrites::announcement).toList();
  }

  private static Announcement announcement(Map.Entry<RotationCause, List<String>> started) {
    var text = "A new secret is on its way, because " + started.getKey().text() + ": " + NameList.of(started.getValue());
    return started.getKey() == RotationCause.CREDENTIALS_OVERWRITTEN
        ? Announcement.warning(Reason.CREDENTIALS_OVERWRITTEN, text)
        : Announcement.normal(Reason.ROTATION_STARTED, text);
  }
}
