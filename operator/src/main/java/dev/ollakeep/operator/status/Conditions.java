package dev.ollakeep.operator.status;

import dev.ollakeep.api.v1alpha1.Condition;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerStatus;
import dev.ollakeep.operator.words.ConditionType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Findings merged into the conditions that are there.
 *
 * <p>{@code lastTransitionTime} moves only when the status flips; equal findings give equal conditions.
 */
public final class Conditions {

  /** What the CRD takes; a longer message would have the whole status refused. */
  private static final int LONGEST_MESSAGE = 32_768;
  private static final String SHORTENED = " ...";

  private final List<Condition> previous;

  private Conditions(List<Condition> previous) {
    this.previous = previous;
  }

  public static Conditions of(OllamaServer server) {
    return new Conditions(server.getStatus() == null ? List.of() : server.getStatus().conditions());
  }

  /** The condition of this type as it is. */
  public Optional<Condition> of(ConditionType type) {
    return previous.stream().filter(condition -> type.text().equals(condition.type())).findFirst();
  }

  /** The findings as conditions, in their own order; what is not found is no longer said. */
  public List<Condition> merge(List<Finding> findings, long generation, Instant now) {
    return findings.stream().map(finding -> merged(finding, generation, now)).toList();
  }

  /** A status with these findings in place of what it says of the same: Ready comes first, Stalled last. */
  static OllamaServerStatus replaced(OllamaServerStatus status, List<Finding> findings, OllamaServer server, Instant now) {
    var generation = Optional.ofNullable(server.getMetadata().getGeneration()).orElse(0L);
    var told = of(server).merge(findings, generation, now);
    var types = told.stream().map(Condition::type).collect(Collectors.toSet());
    var others = status.conditions().stream().filter(condition -> !types.contains(condition.type()));
    var ready = told.stream().filter(Conditions::isReady);
    var more = told.stream().filter(Predicate.not(Conditions::isReady));
    return status.withConditions(told.isEmpty() ? status.conditions() : Stream.of(ready, others, more).flatMap(all -> all).toList());
  }

  private static boolean isReady(Condition condition) {
    return ConditionType.READY.text().equals(condition.type());
  }

  private Condition merged(Finding finding, long generation, Instant now) {
    var since = of(finding.type())
        .filter(before -> finding.truth().text().equals(before.status()))
        .map(Condition::lastTransitionTime)
        .orElse(now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new Condition(
        finding.type().text(), finding.truth().text(), generation, since, finding.reason().text(), shortened(finding.message()));
  }

  private static String shortened(String message) {
    return message.length() <= LONGEST_MESSAGE
        ? message
        : message.substring(0, LONGEST_MESSAGE - SHORTENED.length()) + SHORTENED;
  }
}
