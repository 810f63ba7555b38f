package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.observed.Observed;

/**
 * How many credential steps one reconcile may take; a server that needs more is one whose writes somebody undoes.
 *
 * <p>What a step does stays done, so that in one reconcile a user needs each kind of write once at most, even if no write served
 * two of them: the end of a grace period, the journal's entry, the hash, the publication, the end of the entry, the healing of
 * what derives from the password, and the deletion of a Secret under a former name. Secrets of users who are gone are deleted one
 * by one. A write that loses a race counts, too, and does nothing.
 */
public final class StepBound {

  private static final int PER_USER = 7;
  private static final int LOST_RACES = 36;

  private StepBound() {}

  /** For what is asked for, and for the Secrets that are there when the reconcile begins. */
  public static int of(OllamaServer server, Observed observed) {
    var users = server.getSpec().auth().users().size() + 1;
    var ofUsers = observed.secrets().values().stream()
        .flatMap(seen -> seen.ifPresent().stream())
        .filter(secret -> Held.labels(secret).containsKey(Labels.USER))
        .count();
    return PER_USER * users + (int) ofUsers + LOST_RACES;
  }
}
