package dev.ollakeep.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the schema: each is broken by a file, each message is of one rule and names its field. */
class RuleTest {
  private final List<Rule> rules = Rule.in(GeneratedCrd.ofTheRecords().schema());

  @Test
  void everyRuleIsBrokenByAFile() throws IOException {
    var expectations = expectations();
    assertThat(rules).isNotEmpty();
    assertThat(rules.stream().filter(rule -> expectations.stream().noneMatch(rule::isMeantBy)).map(Rule::message).distinct().toList())
        .as("messages that no file in invalid/ or invalid-updates/ expects")
        .isEmpty();
  }

  @Test
  void anExpectationMeansOneMessageAtMost() throws IOException {
    assertThat(expectations().stream().filter(expected -> messagesWith(expected) > 1).toList())
        .as("expectations that are part of several messages")
        .isEmpty();
  }

  @Test
  void aMessageIsOfOneRule() {
    Map<String, Set<String>> expressions = rules.stream().collect(Collectors.groupingBy(Rule::message, TreeMap::new,
        Collectors.mapping(Rule::expression, Collectors.toSet())));
    assertThat(expressions.entrySet().stream().filter(entry -> entry.getValue().size() > 1).map(Map.Entry::getKey).toList())
        .as("messages of several rules")
        .isEmpty();
  }

  @Test
  void aMessageNamesItsField() {
    assertThat(rules.stream().filter(rule -> !rule.namesItsField()).map(Rule::message).toList())
        .as("messages that do not name their field")
        .isEmpty();
  }

  private long messagesWith(String expected) {
    return rules.stream().filter(rule -> rule.isMeantBy(expected)).map(Rule::message).distinct().count();
  }

  private static List<String> expectations() throws IOException {
    var updates = RefusalTest.updates().map(directory -> Sentence.of(directory.resolve("new.yaml")));
    return Stream.concat(Sentence.in("invalid").stream(), updates).map(Sentence::expected).toList();
  }
}
