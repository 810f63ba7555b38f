package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What Prometheus reads of a running operator. */
@RequiresApiServer
class MetricsTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "metrics.md");

  private static TestNamespace namespace;
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("metrics"));
    operator = OperatorUnderTest.start(api, namespace.name());
  }

  @AfterAll
  static void stop() {
    operator.close();
  }

  @Test
  void aServersSeriesComeWithItFollowItsRotationsAndGoWithIt() throws IOException {
    namespace.create("counted", "alice=User");
    namespace.settled("counted");
    eventually(() -> assertThat(series("ollakeep_rotation_phase{")).hasSize(9)
        .filteredOn(line -> line.endsWith(" 1.0")).singleElement().asString().contains("phase=\"Stable\""));
    assertThat(series("ollakeep_rotations_total{")).containsExactlyInAnyOrder(
        counter("Published", "UserAdded", 2), counter("Started", "UserAdded", 2));

    namespace.edit("counted", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}}");
    eventually(() -> assertThat(series("ollakeep_rotation_phase{"))
        .filteredOn(line -> line.endsWith(" 1.0")).singleElement().asString().contains("phase=\"InGrace\""));
    assertThat(series("ollakeep_rotations_total{")).contains(counter("Published", "RequestedForServer", 2));
    assertThat(series("ollakeep_rotation_phase_age_seconds{")).singleElement().asString().matches(".* [0-9]\\.0");
    assertThat(series("ollakeep_rotation_pods_behind{")).singleElement().asString().endsWith(" 0.0");
    assertThat(operator.metrics()).doesNotContain("alice").contains("operator_sdk_");

    namespace.edit("counted", "{\"spec\":{\"auth\":{\"lockdown\":true}}}");
    eventually(() -> assertThat(series("ollakeep_revocations_total{")).containsExactly("ollakeep_revocations_total{name=\"counted\","
        + "namespace=\"" + namespace.name() + "\",reason=\"Lockdown\"} 1.0"));
    assertThat(documented()).as("docs/metrics.md names all").containsAll(families());
    assertThat(families()).as("docs/metrics.md names nothing else of ours")
        .containsAll(documented().stream().filter(name -> name.startsWith("ollakeep_")).toList());

    namespace.client().resources(OllamaServer.class).inNamespace(namespace.name()).withName("counted").delete();
    eventually(() -> assertThat(operator.metrics()).doesNotContain("name=\"counted\""));
  }

  private static Set<String> families() {
    return operator.metrics().lines().filter(line -> line.startsWith("# TYPE "))
        .map(line -> line.split(" ")[2]).collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names in the first column of the tables. */
  private static Set<String> documented() throws IOException {
    return Files.readAllLines(DOCUMENT).stream()
        .filter(line -> line.startsWith("| `"))
        .flatMap(line -> Pattern.compile("`([a-z_]+)`").matcher(line.split("\\|")[1]).results().map(name -> name.group(1)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String counter(String outcome, String trigger, int count) {
    return "ollakeep_rotations_total{name=\"counted\",namespace=\"" + namespace.name() + "\",outcome=\"" + outcome
        + "\",trigger=\"" + trigger + "\"} " + count + ".0";
  }

  private static List<String> series(String prefix) {
    return operator.metrics().lines().filter(line -> line.startsWith(prefix)).toList();
  }
}
