package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Objects that the API server refused although the plan wanted them, as a condition: a person must act.
 *
 * <p>It yields to any other reason to be stalled, which comes from the plan and explains more.
 *
 * @param messages what was refused, in the API server's words, sorted
 */
public record Refused(List<String> messages) {

  public Refused {
    messages = messages.stream().sorted().toList();
  }

  /** The planned status with what came of carrying it out. */
  public OllamaServerStatus in(OllamaServerStatus planned, OllamaServer server, Instant now) {
    var stalled = ConditionType.STALLED.text();
    if (messages.isEmpty() || planned.conditions().stream().anyMatch(condition -> stalled.equals(condition.type()))) {
      return planned;
    }
    var generation = Optional.ofNullable(server.getMetadata().getGeneration()).orElse(0L);
    var added = Conditions.of(server).merge(List.of(finding()), generation, now);
    return planned.withConditions(Stream.concat(planned.conditions().stream(), added.stream()).toList());
  }

  private Finding finding() {
    return Finding.yes(ConditionType.STALLED, Reason.CHILD_REFUSED, String.join("; ", messages));
  }
}
