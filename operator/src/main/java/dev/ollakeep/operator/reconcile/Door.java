package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.credentials.OperatorLogin;
import dev.ollakeep.operator.plan.PodSeen.AuthAnswer.Bar;
import java.util.Optional;

/**
 * One pod as seen from outside: plain HTTP to its ports, with a short time-out.
 *
 * <p>No answer holds a header: it is a status and a short body, a failure is only the name of one.
 */
interface Door {

  /** What came back. */
  sealed interface Answer {
    /** The pod itself said this; status 0 when it was not asked for more than a connection. */
    record Said(int status, String body) implements Answer {}

    /** Nothing listens on that port of the pod. */
    record Refused() implements Answer {}

    /** No answer. */
    record Silent(String why) implements Answer {}

    /** Whoever was to pass the question on to the pod did not. */
    record Barred(Bar bar) implements Answer {}
  }

  /** Asks without a credential, or with one. */
  Answer get(int port, String path, Optional<OperatorLogin> login);

  /** Finds out whether somebody listens: Said means yes. */
  Answer knock(int port);

  /** Whether what was answered so far came from the pod of this UID, and not from one that took over its name. */
  boolean ledTo(String podUid);
}
