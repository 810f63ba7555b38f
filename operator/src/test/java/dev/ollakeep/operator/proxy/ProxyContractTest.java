package dev.ollakeep.operator.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.proxy.nginx.EntryScript;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who deals with a proxy takes its ports, paths and names from one file; those who cannot are compared with it here. */
class ProxyContractTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/ollakeep/operator");
  private static final Path CHART = Path.of("../helm/ollakeep/templates");

  /** The same text for something else, each with what it is there. */
  private static final Set<String> OTHERS = Set.of(
      "Child.java: proxy-config", // a component of a server
      "Component.java: proxy-auth", // a component, too
      "GrantCommands.java: role", // a word of kubectl
      "HealthServer.java: /livez", // of the operator itself
      "NginxAuthHop.java: previous", // which secret a client used, as the log says it
      "NginxFormerLayout.java: previous", // that, too
      "OllakeepCommand.java: run", // a command of the operator
      "Permission.java: proxy", // a part of pods in RBAC
      "ProxyService.java: http", // the Service's own port
      "RunCommand.java: run",
      "Variable.java: /livez", // of the operator itself
      "Variable.java: 8080",
      "VersionCommand.java: version",
      "VersionProbe.java: version"); // of Ollama, as it answers

  private static final Pattern LITERAL =
      Pattern.compile("/\\*.*?\\*/|//[^\\n]*|\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\\\n]|\\\\.)*)\"|\\b([0-9][0-9_]+)L?\\b", Pattern.DOTALL);

  @Test
  void nobodyWritesAnyOfItAnew() throws IOException {
    var found = new TreeSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (var file : files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("ProxyContract.java")).toList()) {
        repeated(Files.readString(file)).forEach(value -> found.add(file.getFileName() + ": " + value));
      }
    }
    assertThat(found).as("take it from ProxyContract; what only looks the same goes into OTHERS, which holds no more than there is")
        .containsExactlyInAnyOrderElementsOf(OTHERS);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "`int port = 8081;`                          | 8081",
    "`x(\"http://h:8081/\");`                    | 8081",
    "`x(\"/etc/ollakeep/auth/x\");`              | /etc/ollakeep/auth",
    "`x(\"\"\"\n  listen 8080;\n  \"\"\");`      | 8080",
    "`x(\"htpasswd.previous\");`                 | htpasswd.previous",
    "`x(\"run\");`                               | run",
    "`x(\"{SSHA}\" + y);`                        | {SSHA}",
  })
  void aRepetitionIsFound(String code, String value) {
    assertThat(repeated(code)).contains(value);
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '`', value = {"`int port = 18081;`", "`// asks 8081`", "`/** {@code /configz} */`",
    "`x(\"runs\");`", "`x(\"/livezz\");`"})
  void whatIsNoRepetitionIsNot(String code) {
    assertThat(repeated(code)).isEmpty();
  }

  /** A script that is rendered could not be read, or checked, as a script. */
  @Test
  void theEntryScriptSaysTheSame() {
    var script = EntryScript.text();
    assertThat(script).contains(
        "SRC=" + parent(ProxyContract.CONFIG_DIRECTORY) + " RUN=" + ProxyContract.RUN_DIRECTORY + "\n",
        "/conf/" + ProxyContract.NGINX_CONF, "/conf/" + ProxyContract.VERSION, "\"$RUN/" + ProxyContract.RUNNING + "\"",
        "$1/" + ProxyContract.SWAPPED_AS_ONE, "'listen '*" + ProxyContract.INTERNAL_PORT,
        "*:" + Integer.toHexString(ProxyContract.PUBLIC_PORT).toUpperCase(Locale.ROOT) + "' '");
    assertThat(parent(ProxyContract.AUTH_DIRECTORY)).isEqualTo(parent(ProxyContract.CONFIG_DIRECTORY));
  }

  @Test
  void theChartSaysTheSame() throws IOException {
    assertThat(Files.readString(CHART.resolve("admissionpolicy.yaml"))).contains(
        "endsWith(':" + ProxyContract.INTERNAL_PORT + "')",
        "in ['" + ProxyContract.AUTH_REVISION + "', '" + ProxyContract.CONFIGURATION_VERSIONS + "']");
    assertThat(Files.readString(CHART.resolve("networkpolicy.yaml"))).contains("{port: " + ProxyContract.PUBLIC_PORT + ",",
        "{port: " + ProxyContract.INTERNAL_PORT + ",", "{port: " + ProxyContract.OLLAMA_PORT + ",");
  }

  private static String parent(String directory) {
    return directory.substring(0, directory.lastIndexOf('/'));
  }

  /** What of the contract a source holds outside of comments: numbers and telling texts anywhere, plain words as whole literals. */
  private static Set<String> repeated(String source) {
    var numbers = new ArrayList<String>();
    var texts = new ArrayList<String>();
    var literals = LITERAL.matcher(source);
    while (literals.find()) {
      for (int text = 1; text <= 2; text++) {
        if (literals.group(text) != null) {
          texts.add(literals.group(text));
        }
      }
      if (literals.group(3) != null) {
        numbers.add(literals.group(3).replace("_", ""));
      }
    }
    return values().stream()
        .filter(value -> numbers.contains(value) || texts.stream().anyMatch(text -> holds(text, value)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean holds(String text, String value) {
    var isWord = value.matches("[a-z]+") && !value.equals(ProxyContract.HASHES);
    var isSmall = value.matches("[0-9]{1,3}");
    return !isSmall && (isWord
        ? text.equals(value)
        : Pattern.compile("(?<![A-Za-z0-9_-])" + Pattern.quote(value) + "(?![A-Za-z0-9_-])").matcher(text).find());
  }

  private static List<String> values() {
    return Arrays.stream(ProxyContract.class.getDeclaredFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()) && Modifier.isPublic(field.getModifiers()))
        .map(ProxyContractTest::value)
        .toList();
  }

  private static String value(Field constant) {
    try {
      return String.valueOf(constant.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
