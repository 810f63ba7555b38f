package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Runs one row against a rig and checks everything that must hold for any row, and then what the row itself says. */
record AttackCheck(AttackRig rig) {
  /** Never before Ollama: credentials, what browsers attach, who the proxy thinks it is, hop-by-hop fields. */
  private static final Set<String> NEVER_UPSTREAM = Set.of("authorization", "proxy-authorization", "x-api-key", "cookie", "origin",
      "x-ollakeep-user", "x-ollakeep-role", "x-ollakeep-credential", "te", "keep-alive", "expect", "proxy-connection");

  void run(Attack attack, int number) throws IOException {
    int mark = rig.upstream().count();
    Spelling spelling = new Spelling(who -> rig.cast().login(who, number));
    List<Answer> answers = new ArrayList<>();
    String rest;
    try (RawHttp client = new RawHttp(rig.at(attack.port()))) {
      client.send(spelling.bytes(attack.request()));
      for (String expected : attack.outcome().answers()) {
        if (!expected.equals("closed")) {
          answers.add(client.answer(attack.toHead()));
        }
      }
      rest = client.rest();
    }
    checkAnswers(attack, answers, rest);
    assertThat(rig.nginx().requestsInErrorLog()).as("nginx quotes requests as they came").isEmpty();
    long successes = answers.stream().filter(answer -> answer.status() / 100 == 2).count();
    int reached = attack.outcome().reached();
    checkUpstream(attack, rig.upstream().since(mark), reached == Attack.ONE_PER_SUCCESS ? (int) successes : reached);
  }

  private static void checkAnswers(Attack attack, List<Answer> answers, String rest) throws IOException {
    for (int i = 0; i < answers.size(); i++) {
      Answer answer = answers.get(i);
      List<String> expected = Arrays.asList(attack.outcome().answers().get(i).split("\\|"));
      assertThat(Integer.toString(answer.status())).as("status of answer %d: %s", i + 1, answer).isIn(expected);
      checkAnyAnswer(attack, answer);
    }
    assertThat(rest).as("nothing after the last answer").isEmpty();
    for (String says : attack.outcome().says().answer()) {
      assertSays(answers.get(0).head(), says);
    }
  }

  private static void checkAnyAnswer(Attack attack, Answer answer) throws IOException {
    if (answer.status() >= 400 && !attack.toHead()) {
      attack.outcome().dialect().assertError(answer);
    }
    if (answer.status() == 401) {
      assertThat(answer.head().value("WWW-Authenticate")).as("challenge of %s", answer)
          .hasValueSatisfying(challenge -> assertThat(challenge).startsWith("Basic realm=\"Ollama\""));
    }
    if (answer.status() == 429) {
      assertThat(answer.head().value("Retry-After")).as("Retry-After of %s", answer)
          .hasValueSatisfying(seconds -> assertThat(Integer.parseInt(seconds)).isPositive());
    }
    for (String name : List.of("X-Ollakeep-User", "X-Ollakeep-Role", "X-Powered-By")) {
      assertThat(answer.head().has(name)).as("%s in %s", name, answer).isFalse();
    }
    assertThat(answer.head().value("Server").orElse("nginx")).as("the server tells no version").isEqualTo("nginx");
  }

  private void checkUpstream(Attack attack, List<Head> seen, int reached) {
    if (reached == Attack.REMEMBERED) {
      assertThat(seen).as("requests that reached the upstream").hasSizeLessThanOrEqualTo(1);
    } else {
      assertThat(seen).as("requests that reached the upstream").hasSize(reached);
    }
    for (Head head : seen) {
      checkAnyRequest(head);
    }
    if (seen.isEmpty() && reached == Attack.REMEMBERED) {
      return;
    }
    if (seen.isEmpty()) {
      assertThat(attack.outcome().answers().get(0)).as("a row may expect a request only if it can be let through")
          .matches(answer -> attack.outcome().says().upstream().isEmpty() || answer.contains("|"));
      return;
    }
    if (attack.path().isPresent() && attack.outcome().says().upstream().stream().noneMatch(says -> says.startsWith("="))) {
      String path = attack.path().get();
      String method = attack.request().substring(0, attack.request().indexOf(' '));
      assertThat(seen.get(0).startLine()).as("request line at the upstream").isEqualTo(method + " " + path + " HTTP/1.1");
    }
    for (String says : attack.outcome().says().upstream()) {
      assertSays(seen.get(0), says.replace("{client}", rig.client()));
    }
  }

  /** What must hold for any request that the proxy lets through, whatever it was made of. */
  static void checkAnyRequest(Head head) {
    assertThat(head.values("Host")).as("Host in %s", head).containsExactly("localhost:11434");
    assertThat(head.values("X-Forwarded-For").size()).as("one clean X-Forwarded-For in %s", head).isLessThanOrEqualTo(1);
    Set<String> names = new TreeSet<>();
    for (String line : head.headerLines()) {
      assertThat(line).as("header lines of %s", head).matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+: ?[^\\x00\\r\\n]*");
      names.add(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT));
    }
    names.retainAll(NEVER_UPSTREAM);
    assertThat(names).as("headers that never reach Ollama, in %s", head).isEmpty();
  }

  /** {@code Name: value}, {@code !Name}, or {@code =start line}. */
  private static void assertSays(Head head, String says) {
    if (says.startsWith("!")) {
      assertThat(head.values(says.substring(1))).as("%s in %s", says, head).isEmpty();
    } else if (says.startsWith("=")) {
      assertThat(head.startLine()).isEqualTo(says.substring(1));
    } else {
      String[] parts = says.split(": ", 2);
      assertThat(head.values(parts[0])).as("%s in %s", parts[0], head).containsExactly(parts[1]);
    }
  }
}
