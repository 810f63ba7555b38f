package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.words.ConditionType;
import dev.ollakeep.operator.words.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a server on which the operator itself fails, which is a defect of the operator: nobody may take the last status for
 * what is in force.
 *
 * <p>The rest of the status stays, and so does the generation that it speaks of.
 */
public final class Unworkable {

  private Unworkable() {}

  /** Only the kind of the failure is told: its words may hold what lay in a Secret. */
  public static OllamaServerStatus of(OllamaServer server, Throwable failure, Instant now) {
    var meta = server.getMetadata();
    var message = "the operator fails on this server (" + failure.getClass().getSimpleName() + "), so nothing that is asked for comes into"
        + " force; it tries again. Its log says where, beside " + meta.getNamespace() + "/" + meta.getName()
        + ": please report that. Its pods: kubectl get pods -A -l app.kubernetes.io/name=ollakeep";
    var last = Optional.ofNullable(server.getStatus()).orElseGet(OllamaServerStatus::empty);
    var findings = List.of(
        Finding.no(ConditionType.READY, Reason.INTERNAL_ERROR, message),
        Finding.yes(ConditionType.STALLED, Reason.INTERNAL_ERROR, message));
    return Conditions.replaced(last, findings, server, now);
  }
}
