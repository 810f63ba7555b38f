package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.ConditionType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Objects that the API server refused although the plan wanted them, as a condition: a person must act.
 *
 * <p>It yields to any other reason to be stalled, which comes from the plan and explains more.
 *
 * @param complaints what was refused, in the API server's words, sorted
 * @param hindrances those of them by which the server is not ready, whether or not they are told otherwise
 */
public record Refused(List<Complaint> complaints, List<Complaint> hindrances) {

  public Refused {
    complaints = complaints.stream().sorted(Comparator.comparing(Complaint::message)).toList();
    hindrances = hindrances.stream().sorted(Comparator.comparing(Complaint::message)).toList();
  }

  /** The planned status with what came of carrying it out. */
  public OllamaServerStatus in(OllamaServerStatus planned, OllamaServer server, Instant now) {
    var findings = new ArrayList<Finding>();
    if (!hindrances.isEmpty() && is(planned, ConditionType.READY, "True")) {
      findings.add(Finding.no(ConditionType.READY, hindrances.get(0).reason(), messages(hindrances)));
    }
    if (!complaints.isEmpty() && !is(planned, ConditionType.STALLED, "True")) {
      findings.add(Finding.yes(ConditionType.STALLED, complaints.get(0).reason(), messages(complaints)));
    }
    return Conditions.replaced(planned, findings, server, now);
  }

  private static boolean is(OllamaServerStatus status, ConditionType type, String truth) {
    return status.conditions().stream().anyMatch(condition -> type.text().equals(condition.type()) && truth.equals(condition.status()));
  }

  private static String messages(List<Complaint> complaints) {
    return complaints.stream().map(Complaint::message).collect(Collectors.joining("; "));
  }
}
