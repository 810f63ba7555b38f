package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.observed.PodSeen.AuthAnswer.Cause;

/**
 * One pod as seen from outside: plain HTTP to its ports, with a short time-out.
 *
 * <p>No answer holds a header: it is a status and a short body, a failure is only the name of one.
 */
interface PodConnection {

  /** What came back. */
  sealed interface Answer {
    /** Somebody said this, the pod or what lies on the way to it; of a long body the beginning. */
    record Http(int status, String body) implements Answer {
      boolean ok() {
        return status == 200;
      }

      @Override
      public String why() {
        return "HTTP " + status + " without a usable answer";
      }
    }

    /** Nothing listens on that port of the pod. */
    record NotListening() implements Answer {
      @Override
      public String why() {
        return "connection refused";
      }
    }

    /** No answer. */
    record Silent(String why) implements Answer {}

    /** The API server, which was to pass the question on to the pod, did not. */
    record Unreachable(Cause cause) implements Answer {
      @Override
      public String why() {
        return cause == Cause.FORBIDDEN ? "the API server forbids it" : "the API server gets no connection";
      }
    }

    /** Why the answer is of no use, in a few words. */
    String why();
  }

  /** Whose answers these are. */
  enum Identity {
    SAME_POD,
    ANOTHER_POD,
    UNKNOWN
  }

  Answer ask(Question question);

  /** Whether what was answered so far came from the pod of this UID, and not from one that took over its name. */
  Identity identity(String podUid);
}
