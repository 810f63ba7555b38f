package dev.ollakeep.operator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.OptionalKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderCommandTest {

  private static final String HELLO = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: %s}
      spec: {auth: {users: [{name: alice, role: User}]}}
      """;
  private static final String BEHIND_INGRESS = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: hello}
      spec:
        exposure: {type: Ingress, host: llm.example.com}
        tls: {certManager: {issuerRef: {name: letsencrypt, kind: ClusterIssuer}}}
        auth: {users: [{name: alice, role: User}]}
      """;
  private static final String OWN_PASSWORD = """
      apiVersion: ollakeep.dev/v1alpha1
      kind: OllamaServer
      metadata: {name: hello, namespace: ai}
      spec: {auth: {users: [{name: alice, role: User, passwordSecretRef: {name: source}}]}}
      ---
      apiVersion: v1
      kind: Secret
      metadata: {name: source, namespace: ai, labels: {ollakeep.dev/auth-source: "true"}}
      stringData: {password: Tr0ub4dor-and-3-moons}
      """;

  @TempDir private Path directory;

  private record Result(int code, String out, String err) {
    List<String> kinds() {
      return out.lines().filter(line -> line.startsWith("kind: ")).map(line -> line.replaceAll("kind: |\"", "")).toList();
    }
  }

  @Test
  void aServerInTheOrderOfCreation() throws IOException {
    var result = render(HELLO.formatted("hello"));

    assertThat(result.code()).isZero();
    assertThat(result.err()).isEmpty();
    assertThat(result.kinds()).containsExactly(
        "Secret", "Secret", "Secret", "ConfigMap", "PersistentVolumeClaim", "NetworkPolicy", "Service", "Deployment");
    assertThat(result.out()).doesNotContain("uid", "resourceVersion", "ownerReferences").contains("namespace: \"default\"");
  }

  @Test
  void secretsAreShownOnlyOnDemand() throws IOException {
    var supplied = "VHIwdWI0ZG9yLWFuZC0zLW1vb25z";

    assertThat(render(OWN_PASSWORD).out()).doesNotContain(supplied, "{SSHA}").contains("password: \"KHJlZGFjdGVkKQ==\"");
    assertThat(render(OWN_PASSWORD, "--show-secrets").out()).contains("password: \"" + supplied + "\"");
  }

  @Test
  void severalServersInOneFile() throws IOException {
    var result = render(HELLO.formatted("one") + "---\n" + HELLO.formatted("two"));

    assertThat(result.out()).contains("name: \"one-proxy\"", "name: \"two-proxy\"");
  }

  @Test
  void asManyUsersAsThereMayBe() throws IOException {
    var users = IntStream.range(0, 100).mapToObj("{name: user-%03d, role: User}"::formatted).collect(Collectors.joining(", "));

    var result = render(HELLO.formatted("hello").replace("{name: alice, role: User}", users));

    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.kinds()).filteredOn("Secret"::equals).as("one for each, the operator's and the proxies'").hasSize(102);
  }

  @Test
  void whatIsUnknownIsSaidAndWhatIsAssumedIsPrinted() throws IOException {
    var unknown = render(BEHIND_INGRESS);
    var assumed = render(BEHIND_INGRESS, "--assume", "cert-manager,ingress-class=traefik");

    assertThat(unknown.code()).isZero();
    assertThat(unknown.kinds()).doesNotContain("Ingress", "Certificate");
    assertThat(unknown.err()).contains("--assume ingress-class=", "--assume cert-manager", "not printed: the ingress");
    assertThat(assumed.kinds()).endsWith("Certificate", "Ingress");
    assertThat(assumed.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "'a: ['                                              | not valid",
    "''                                                  | there is no OllamaServer",
    "'{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}' | there is no OllamaServer",
    "'{apiVersion: ollakeep.dev/v1alpha1, kind: OllamaServer}' | metadata.name is missing",
    "'{apiVersion: ollakeep.dev/v1alpha1, kind: OllamaServer, metadata: {name: a}, spec: {auth: {users: [{name: b, role: Owner}]}}}'"
        + " | spec.auth.users[b].role",
    "'{apiVersion: ollakeep.dev/v1alpha1, kind: OllamaServer, metadata: {name: a}, spec: {auth: none}}' | auth",
    "'{apiVersion: ollakeep.dev/v1alpha1, kind: OllamaServer, metadata: {name: a}, spec: {exposure: {allowedSourceRanges: [10.0.0.0/8]},"
        + " auth: {users: [{name: b, role: User}]}}}' | OllamaServer a: this version knows no field spec.exposure.allowedSourceRanges",
  })
  void whatIsNotValidIsSaidInOneLineAndNothingIsPrinted(String yaml, String complaint) throws IOException {
    var result = render(yaml);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).startsWith("ollakeep: ").contains(complaint).hasLineCount(1);
  }

  /** Where it is in the file, but nothing of the file: a password may stand there. */
  @ParameterizedTest
  @ValueSource(strings = {"'Tr0ub4dor-and-3-moons", "*Tr0ub4dor-and-3-moons", "!Tr0ub4dor-and-3-moons x", "[Tr0ub4dor-and-3-moons"})
  void whatIsNoYamlIsNotQuoted(String password) throws IOException {
    var result = render(HELLO.formatted("hello") + "---\napiVersion: v1\nkind: Secret\nmetadata: {name: source}\nstringData:\n  password: "
        + password + "\n  other: y\n");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).startsWith("ollakeep: the file is not valid").contains("line ").hasLineCount(1).doesNotContain("Tr0ub4dor");
  }

  @ParameterizedTest
  @CsvSource({"--assume,sunshine", "--bogus,x"})
  void wrongArgumentsEndWithTwo(String option, String value) {
    assertThat(execute("render", "-f", "-", option, value).code()).isEqualTo(2);
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThat(execute("render", "-f", "/nowhere/at/all").err()).contains("there is no file /nowhere/at/all");
  }

  @Test
  void theVersionIsOneLine() {
    assertThat(execute("version").out()).startsWith("ollakeep ").hasLineCount(1);
  }

  @Test
  void helpNamesEveryVariableProviderAndExitCode() {
    assertThat(execute("run", "--help").out()).contains("OLLAKEEP_WATCH_NAMESPACES", "OLLAKEEP_PROBE_TIMEOUT");
    assertThat(execute("render", "--help").out()).contains(OptionalKind.ALL.stream().map(OptionalKind::provider).toList());
    assertThat(execute("--help").out()).contains("5   the OllamaServer resource is not installed");
  }

  private Result render(String yaml, String... more) throws IOException {
    var file = Files.writeString(directory.resolve("in.yaml"), yaml);
    var arguments = new ArrayList<>(List.of("render", "-f", file.toString()));
    arguments.addAll(List.of(more));
    return execute(arguments.toArray(String[]::new));
  }

  private static Result execute(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line = OllakeepCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    return new Result(line.execute(arguments), out.toString(), err.toString());
  }
}
