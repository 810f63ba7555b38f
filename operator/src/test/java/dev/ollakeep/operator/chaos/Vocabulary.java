package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts that a field may hold, found by the expressions in the rules of its schema; the API server has the last word.
 *
 * <p>What bears one of the names exists: Secrets, claims, classes.
 */
final class Vocabulary {

  static final List<String> NAMES = List.of("alpha", "beta", "a.example.com", "b.example.com");
  /** One from which the operator's settings allow images. */
  static final String REPOSITORY = "registry.example.com/alpha";
  private static final List<List<String>> GROUPS = List.of(
      NAMES,
      List.of("alpha-credentials", "beta-credentials"),
      List.of("0s", "1s", "70s", "10m", "1h30m", "48h", "96h", "-1"),
      List.of("/", "/llm", "/alpha/v2", "/beta"),
      List.of(REPOSITORY + ":1.0", REPOSITORY + ":1.1"),
      List.of("2020-01-01T00:00:00Z", "2999-01-01T00:00:00Z"),
      List.of("https://app.example.com", "http://alpha:3000"),
      List.of("Issuer", "ClusterIssuer"),
      List.of("OLLAMA_SCHED_SPREAD", "CUDA_VISIBLE_DEVICES", "NO_PROXY"),
      List.of("cpu", "memory", "ephemeral-storage", "example.com/gpu"));
  private static final List<String> RANGES = List.of("10.0.0.0/8", "10.1.0.0/16", "192.168.0.0/16");
  /** Short, because they are waited for. */
  private static final List<String> GRACES = List.of("0s", "1s", "2s");
  private static final Pattern MATCHES = Pattern.compile("(!?)\\b(self|self\\[k]|[a-z])\\.matches\\(r'([^']*)'\\)");
  private static final Pattern ENDING = Pattern.compile("(?<!!)self\\.endsWith\\('([^']*)'\\)");
  private static final Pattern ONE_OF = Pattern.compile("k in \\[([^]]*)]");

  private Vocabulary() {}

  /** Of a text field. */
  static List<String> of(String name, JsonNode schema, JsonNode parent) {
    if (name.equals("cidr") || name.equals("except")) {
      return RANGES;
    }
    if (name.equals("gracePeriod")) {
      return GRACES;
    }
    var rules = new ArrayList<>(rules(schema));
    rules.addAll(rules(parent).stream().filter(rule -> rule.matches("self\\.all\\([a-z], [a-z]\\.matches.*")).toList());
    return fitting(rules, "self");
  }

  /** Of the keys of a map. */
  static List<String> keys(JsonNode map) {
    var listed = rules(map).stream().flatMap(rule -> ONE_OF.matcher(rule).results())
        .flatMap(found -> Stream.of(found.group(1).replace("'", "").split(", *"))).toList();
    return listed.isEmpty() ? fitting(rules(map), "k") : listed;
  }

  private static List<String> fitting(List<String> rules, String subject) {
    var fits = rules.stream().map(rule -> fits(rule, subject)).reduce(word -> true, Predicate::and);
    return GROUPS.stream()
        .map(group -> group.stream().filter(fits).toList())
        .filter(group -> !group.isEmpty())
        .findFirst()
        .orElseGet(() -> GROUPS.stream().flatMap(List::stream).toList());
  }

  /** One of the expressions that ask for something, none of those that forbid it; rules about something else let all pass. */
  private static Predicate<String> fits(String rule, String subject) {
    var asked = new ArrayList<Pattern>();
    var forbidden = new ArrayList<Pattern>();
    var forbids = rule.startsWith("!self.exists");
    MATCHES.matcher(rule).results()
        .filter(found -> found.group(2).length() != "self[k]".length() || subject.equals("self"))
        .forEach(found -> (forbids || found.group(1).equals("!") ? forbidden : asked).add(Pattern.compile(found.group(3))));
    var endings = ENDING.matcher(rule).results().map(found -> found.group(1)).collect(Collectors.toSet());
    return word -> (asked.isEmpty() || asked.stream().anyMatch(it -> it.matcher(word).find()))
        && forbidden.stream().noneMatch(it -> it.matcher(word).find())
        && endings.stream().allMatch(word::endsWith);
  }

  private static List<String> rules(JsonNode schema) {
    var rules = new ArrayList<String>();
    schema.path("x-kubernetes-validations").forEach(rule -> rules.add(rule.path("rule").asText()));
    return rules;
  }
}
