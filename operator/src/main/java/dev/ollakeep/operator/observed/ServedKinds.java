package dev.ollakeep.operator.observed;

import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which optional kinds the cluster serves, and what follows for every object of them.
 *
 * @param answers one for each optional kind; the kinds of all other children every cluster serves
 */
public record ServedKinds(Map<OptionalKind, Served> answers) {

  public ServedKinds {
    answers = Collections.unmodifiableMap(new LinkedHashMap<>(answers));
  }

  /** Asks for each kind of a table, in its order. */
  public static ServedKinds of(List<OptionalKind> kinds, Function<OptionalKind, Served> question) {
    var answers = new LinkedHashMap<OptionalKind, Served>();
    kinds.forEach(kind -> answers.put(kind, question.apply(kind)));
    return new ServedKinds(answers);
  }

  /** Children of optional kinds that are there. */
  public List<Child> arrived() {
    return answers.entrySet().stream().filter(it -> it.getValue() == Served.YES).map(it -> it.getKey().child()).toList();
  }

  /** What is seen of the child; it is looked at only where its kind is served: of one that the cluster does not have there is no object. */
  public Seen<HasMetadata> see(Child child, Supplier<Seen<HasMetadata>> look) {
    return kind(child, Served.NO).map(kind -> Seen.<HasMetadata>absent())
        .or(() -> kind(child, Served.UNKNOWN).map(kind -> Seen.unknown(kind.doubt())))
        .orElseGet(look);
  }

  /** What its kind puts in the way of the child. */
  public Optional<Complaint> obstacleTo(Child child) {
    return kind(child, Served.NO).map(OptionalKind::absence)
        .or(() -> kind(child, Served.UNKNOWN).map(kind -> new Complaint(Reason.NOT_OBSERVED, kind.doubt())));
  }

  /** Whether this is said where one of the kinds is missing. */
  public boolean tellsAbsence(Reason reason) {
    return answers.keySet().stream().anyMatch(kind -> kind.missing() == reason);
  }

  private Optional<OptionalKind> kind(Child child, Served served) {
    return answers.entrySet().stream()
        .filter(it -> it.getKey().child() == child && it.getValue() == served)
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
