package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;

/** What happens on the way from one spec to another. */
enum Detour {
  NONE,
  /** The API server refuses something else first. */
  REFUSED,
  /** A field that this version does not know. */
  UNKNOWN_FIELD,
  /** A word that this version does not know. */
  UNKNOWN_WORD,
  /** The API server fails in the middle. */
  FAULTS,
  /** Another spec is asked for, and given up before all of it is there. */
  HALFWAY;

  private static final List<Fate> FATES = List.of(
      Fate.CONFLICT, Fate.TOO_MANY_REQUESTS, Fate.INTERNAL_ERROR, Fate.UNAVAILABLE, Fate.APPLIED_TIMEOUT, Fate.LOST_TIMEOUT,
      Fate.APPLIED_RESET, Fate.RESET_MID_BODY);
  private static final int MOST_FAULTS = 3;

  /** Pods may have been made for something that is not asked for any more. */
  boolean changesPods() {
    return this == HALFWAY;
  }

  void take(ChangingServer server, SpecGenerator specs, ObjectNode next, Random random) {
    switch (this) {
      case NONE -> { }
      case REFUSED -> refused(server, next);
      case UNKNOWN_FIELD -> unreadable(server, next, spec -> spec.put(NewerSchema.FIELD, "x"));
      case UNKNOWN_WORD -> unreadable(server, next, spec -> spec.withObjectProperty("storage").put("onDelete", NewerSchema.WORD));
      case FAULTS -> server.operator().api().play(Faults.Sometimes.of(ApiCall::isWrite, FATES, random, MOST_FAULTS));
      case HALFWAY -> server.become(specs.next(next, spec -> canBeGivenUp(spec, next) && server.mayBecome(spec), List.of()));
    }
  }

  /** Nothing in it is for ever: volumes do not shrink, and where a user's secret lies does not change. */
  private static boolean canBeGivenUp(ObjectNode spec, ObjectNode next) {
    return Objects.equals(spec.get("storage"), next.get("storage")) && spec.at("/auth/users").equals(next.at("/auth/users"));
  }

  private static void refused(ChangingServer server, ObjectNode next) {
    var invalid = next.deepCopy();
    invalid.put("drainTimeout", "soon");
    if (server.mayBecome(invalid)) {
      throw new IllegalStateException("the API server takes " + invalid);
    }
  }

  private static void unreadable(ChangingServer server, ObjectNode next, Consumer<ObjectNode> change) {
    var newer = next.deepCopy();
    change.accept(newer);
    server.become(newer);
    server.rest(() -> server.reason("Stalled").equals("InvalidSpec"));
  }
}
