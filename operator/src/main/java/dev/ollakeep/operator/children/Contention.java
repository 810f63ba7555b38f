package dev.ollakeep.operator.children;

import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Contest;
import dev.ollakeep.operator.observed.Difference;
import dev.ollakeep.operator.observed.Setback;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who undoes or changes what the operator writes, in words.
 *
 * <p>They stay the same while it goes on: neither how often nor when is told.
 */
public final class Contention {

  private final Subject subject;
  private final Child child;
  private final String object;

  private Contention(Subject subject, Child child) {
    this.subject = subject;
    this.child = child;
    this.object = child.type().getSimpleName() + " " + child.name(subject.names());
  }

  /** What a person should end, of objects that are wanted, in apply order. */
  public static List<Complaint> complaints(Subject subject, Children children) {
    return wanted(children)
        .flatMap(child -> contest(subject, child).stream()
            .flatMap(contest -> new Contention(subject, child).complaints(contest.told(subject.now()))))
        .toList();
  }

  /** What is stored otherwise than it was sent, of objects that are wanted, in apply order. */
  public static List<String> alterations(Subject subject, Children children) {
    return wanted(children)
        .flatMap(child -> contest(subject, child).map(Contest::altered).filter(altered -> !altered.isEmpty()).stream()
            .map(altered -> Difference.alteration(new Contention(subject, child).object, altered)))
        .toList();
  }

  /** When something of this is to be done or said although nothing changes. */
  public static Optional<Instant> deadline(Subject subject) {
    return subject.observed().contests().values().stream()
        .flatMap(contest -> contest.deadline(subject.now()).stream())
        .min(Instant::compareTo);
  }

  private static Stream<Child> wanted(Children children) {
    return Arrays.stream(Child.values()).filter(children::isWanted);
  }

  private static Optional<Contest> contest(Subject subject, Child child) {
    return subject.observed().contest(child);
  }

  private Stream<Complaint> complaints(Iterable<Setback> setbacks) {
    var fields = new TreeSet<String>();
    var managers = new TreeSet<String>();
    var others = Stream.<Complaint>builder();
    for (var setback : setbacks) {
      if (setback instanceof Setback.Changed changed) {
        fields.add(changed.field());
        managers.addAll(changed.managers());
      } else {
        others.add(complaint(setback));
      }
    }
    return fields.isEmpty() ? others.build() : Stream.concat(Stream.of(changed(fields, managers)), others.build());
  }

  private Complaint changed(TreeSet<String> fields, TreeSet<String> managers) {
    var who = managers.isEmpty() ? "somebody" : "field manager " + NameList.of(List.copyOf(managers));
    return contention(who + " keeps changing " + NameList.of(List.copyOf(fields)) + " of " + object
        + ", and the operator changes it back, ever more rarely: stop the one, or ask for the same in the OllamaServer; who writes what: "
        + subject.kubectl("get " + kind() + " " + child.name(subject.names()) + " -o yaml --show-managed-fields"));
  }

  private Complaint complaint(Setback setback) {
    return contention(setback instanceof Setback.LostRace refused
        ? object + " cannot be written, and the operator tries ever more rarely; the API server answers: " + refused.answer()
            + ": " + subject.kubectl("get events") + "; webhooks that may say so: kubectl get validatingwebhookconfigurations"
        : "somebody keeps deleting " + object + ", and the operator makes it again, ever more rarely: stop the one; the API server's"
            + " audit log names it; " + subject.kubectl("get events"));
  }

  private static Complaint contention(String message) {
    return new Complaint(Reason.CHILD_CONTENTION, message);
  }

  private String kind() {
    return child.type().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
