package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.ServerIdentity;
import dev.ollakeep.operator.observed.Difference;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.observed.SecretContest;
import dev.ollakeep.operator.observed.Setback;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.NameList;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who refuses, undoes or changes what the operator writes to its Secrets, in words; values of {@code data} are in none.
 *
 * <p>They stay the same while it goes on: neither how often nor when is told.
 */
final class SecretContention {

  private final ServerIdentity server;
  private final SortedMap<String, SecretContest> contests;
  private final Instant now;

  private SecretContention(ServerIdentity server, SortedMap<String, SecretContest> contests, Instant now) {
    this.server = server;
    this.contests = contests;
    this.now = now;
  }

  static SecretContention of(CredentialState state, Observed observed) {
    return new SecretContention(state.spec().server(), new TreeMap<>(observed.secretContests()), state.now());
  }

  /** What a person should end: what is undone again and again, and the refusals of steps that are due. */
  List<Complaint> complaints(List<StepOutline> heldUp) {
    var undone = contests.entrySet().stream().flatMap(entry -> undone(entry.getKey(), entry.getValue().undone(now)));
    return Stream.concat(refusals(heldUp.stream()), undone).distinct().toList();
  }

  /** Why something that clients or the resource ask for is not in force. */
  List<Complaint> hindrances(List<StepOutline> heldUp) {
    var essential = heldUp.stream().filter(outline -> !outline.isUpkeep()).toList();
    var contended = essential.stream().map(outline -> outline.step().secretName()).distinct()
        .flatMap(name -> Optional.ofNullable(contests.get(name)).stream()
            .flatMap(contest -> undone(name, contest.undone(now))));
    return Stream.concat(refusals(essential.stream()), contended).distinct().toList();
  }

  /** What admission makes of labels for people. */
  List<String> alterations() {
    return contests.entrySet().stream()
        .filter(entry -> !entry.getValue().altered().isEmpty())
        .map(entry -> Difference.alteration("Secret " + entry.getKey(), entry.getValue().altered()))
        .toList();
  }

  /** When there is something to do or to say although nothing changes. */
  Optional<Instant> deadline() {
    return contests.values().stream().flatMap(contest -> contest.deadline(now).stream()).min(Instant::compareTo);
  }

  private Stream<Complaint> refusals(Stream<StepOutline> heldUp) {
    return heldUp.map(outline -> outline.step().secretName()).flatMap(name ->
        Optional.ofNullable(contests.get(name)).flatMap(SecretContest::refusal).stream().map(why -> refusal(name, why)));
  }

  private Complaint refusal(String secret, Setback why) {
    return why instanceof Setback.Rejected rejected
        ? new Complaint(Reason.CHILD_REFUSED, "writing Secret " + secret + " failed: " + rejected.answer()
            + "; only what rests on it waits, and it is tried again, at most a minute apart: a quota may say so ("
            + kubectl("describe quota")
            + "), a policy or webhook (kubectl get validatingadmissionpolicies,validatingwebhookconfigurations), or the operator's"
            + " rights (kubectl describe clusterroles,roles -A -l app.kubernetes.io/name=ollakeep)")
        : new Complaint(Reason.CHILD_CONTENTION, "Secret " + secret + " cannot be written, and the operator tries ever more rarely; "
            + ((Setback.LostRace) why).answer() + ": " + kubectl("get secret " + secret + " -o yaml --show-managed-fields")
            + "; webhooks that may say so: kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations");
  }

  private Stream<Complaint> undone(String secret, List<Setback> setbacks) {
    var fields = new TreeSet<String>();
    var managers = new TreeSet<String>();
    for (var setback : setbacks) {
      if (setback instanceof Setback.Changed changed) {
        fields.add(changed.field());
        managers.addAll(changed.managers());
      }
    }
    var deleted = setbacks.stream().filter(Setback.Deleted.class::isInstance).map(any -> contention(
        "somebody keeps deleting Secret " + secret + ", and the operator makes it again, ever more rarely: stop the one;"
            + " the API server's audit log names it; " + kubectl("get events")));
    return fields.isEmpty() ? deleted : Stream.concat(Stream.of(changed(secret, fields, managers)), deleted);
  }

  private Complaint changed(String secret, TreeSet<String> fields, TreeSet<String> managers) {
    var who = managers.isEmpty() ? "somebody, or a policy or webhook," : "field manager " + NameList.of(List.copyOf(managers));
    return contention(who + " keeps changing " + NameList.of(List.copyOf(fields)) + " of Secret " + secret
        + ", and the operator changes it back, ever more rarely: stop the one; who writes what: "
        + kubectl("get secret " + secret + " -o yaml --show-managed-fields")
        + "; policies and webhooks that may: kubectl get mutatingwebhookconfigurations,mutatingadmissionpolicies");
  }

  private static Complaint contention(String message) {
    return new Complaint(Reason.CREDENTIAL_CONTENTION, message);
  }

  private String kubectl(String rest) {
    return "kubectl -n " + server.namespace() + " " + rest;
  }
}
