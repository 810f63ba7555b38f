package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.words.ConditionType.STALLED;

import dev.ollakeep.operator.children.Contention;
import dev.ollakeep.operator.words.Complaints;
import dev.ollakeep.operator.words.Reason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A person must act; the condition exists only while that is so. */
public final class Stalled {

  private Stalled() {}

  static Optional<Finding> of(Situation situation) {
    var unreadable = situation.subject().unreadable();
    if (unreadable.filter(what -> what.reason() == Reason.INVALID_SPEC).isPresent()) {
      var effect = situation.credentials().switches().onlyCloses()
          ? "; nothing is changed but what takes access away from users"
          : "; nothing is changed";
      var edit = situation.subject().kubectl("edit ollamaserver " + situation.subject().server().getMetadata().getName());
      return Optional.of(Finding.yes(STALLED, Reason.INVALID_SPEC, unreadable.get().message() + effect
          + ": run the version of the operator that knows it, or correct or remove it (" + edit + ")"));
    }
    var stalls = Stream.of(situation.decision().stalls(), situation.children().conflicts(),
        Contention.complaints(situation.subject(), situation.children())).flatMap(List::stream).toList();
    return Complaints.of(stalls).asOne().map(all -> Finding.yes(STALLED, all.reason(), all.message()));
  }
}
