package dev.ollakeep.operator.words;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Several complaints as one condition tells them: the most urgent gives the reason, and the message has all that a person reads.
 *
 * @param byUrgency each once; equally urgent ones in the order in which they were found
 */
public record Complaints(List<Complaint> byUrgency) {

  /**
   * What stops the whole server, then what leaves a user without a credential or without a new one, then what only keeps the last
   * good one in use, and at last what is looked at again by itself; whatever is not named here comes after that.
   */
  private static final List<Reason> MOST_URGENT_FIRST = List.of(
      Reason.INVALID_SPEC, Reason.UNSUPPORTED_LAYOUT, Reason.NAME_CONFLICT, Reason.IMMUTABLE_SECRET, Reason.CREDENTIAL_CONTENTION,
      Reason.SOURCE_SECRET_MISSING, Reason.SOURCE_SECRET_NOT_LABELLED, Reason.WEAK_PASSWORD, Reason.NOT_OBSERVED);
  private static final int TOLD = 10;

  public Complaints {
    byUrgency = byUrgency.stream().distinct().sorted(Comparator.comparingInt(Complaints::urgency)).toList();
  }

  public static Complaints of(Collection<Complaint> all) {
    return new Complaints(List.copyOf(all));
  }

  /** As one; empty when there is nothing to complain about. */
  public Optional<Complaint> asOne() {
    return byUrgency.stream().findFirst().map(first -> new Complaint(first.reason(), message()));
  }

  private String message() {
    var told = byUrgency.stream().limit(TOLD).map(Complaint::message).collect(Collectors.joining("; "));
    return byUrgency.size() > TOLD ? told + "; and " + (byUrgency.size() - TOLD) + " more" : told;
  }

  private static int urgency(Complaint complaint) {
    var place = MOST_URGENT_FIRST.indexOf(complaint.reason());
    return place < 0 ? MOST_URGENT_FIRST.size() : place;
  }
}
