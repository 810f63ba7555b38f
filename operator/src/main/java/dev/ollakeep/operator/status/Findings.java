package dev.ollakeep.operator.status;

import dev.ollakeep.operator.words.Complaint;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that is to be said about a server now.
 *
 * @param conditions one for each condition that there is, in the order in which they are listed
 * @param complaints everything that is not as it was asked for, whether or not a condition has room for it
 */
public record Findings(List<Finding> conditions, List<Complaint> complaints) {

  /** Of a resource that is not understood only that is found. */
  public static Findings of(Situation situation) {
    var stalled = Stalled.of(situation).stream();
    var conditions = situation.subject().unreadable().isPresent()
        ? stalled.toList()
        : Stream.concat(understood(situation).stream(), stalled).toList();
    return new Findings(conditions, complaints(situation, conditions));
  }

  private static List<Finding> understood(Situation situation) {
    var findings = new ArrayList<>(List.of(
        Available.of(situation),
        ProxyConfigured.of(situation),
        CredentialsReady.of(situation),
        CredentialsRotated.of(situation),
        SecurityVerified.of(situation),
        ExposureReady.of(situation)));
    CertificateReady.of(situation).ifPresent(findings::add);
    Altered.of(situation).ifPresent(findings::add);
    findings.add(0, Ready.of(situation, findings));
    return findings;
  }

  private static List<Complaint> complaints(Situation situation, List<Finding> conditions) {
    var ofConditions = conditions.stream()
        .filter(finding -> !finding.holds())
        .map(finding -> new Complaint(finding.reason(), finding.message()));
    var ofObjects = situation.children().verdicts().stream()
        .flatMap(verdict -> situation.children().obstacle(verdict.child()).stream());
    return Stream.of(situation.decision().complaints().stream(), ofObjects, ofConditions)
        .flatMap(all -> all).distinct().toList();
  }
}
