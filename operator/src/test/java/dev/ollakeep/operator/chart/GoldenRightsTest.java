package dev.ollakeep.operator.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a real API server says the operator may do, as {@code kubectl auth can-i --list} prints it, equals a golden file. */
@RequiresApiServer
class GoldenRightsTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden-rights");
  private static final Set<String> RIGHTS = Set.of("ServiceAccount", "Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding");

  private ApiServer server;
  private String home;
  private String watched;
  private String elsewhere;

  @BeforeEach
  void namespaces(ApiServer api) {
    server = api;
    home = api.freshNamespace("home");
    watched = api.freshNamespace("watched");
    elsewhere = api.freshNamespace("elsewhere");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(delimiter = '|', value = {
    "all-namespaces | {}",
    "all-namespaces-without-leader-election | {replicas: 1, leaderElection: false}",
    "all-namespaces-through-the-api-server | probeMode: apiServerProxy",
    "some-namespaces | watchNamespaces: [WATCHED]",
    "some-namespaces-without-leader-election | {replicas: 1, leaderElection: false, watchNamespaces: [WATCHED]}",
  })
  void theAccountMay(String file, String values) throws IOException {
    List<HasMetadata> rights = new Chart(home).objects(values.replace("WATCHED", watched)).stream()
        .filter(object -> RIGHTS.contains(object.getKind()))
        .toList();
    rights.forEach(object -> server.client().resource(object).create());
    try {
      compare(GOLDEN.resolve(file + ".txt"), """
          # The namespace of the operator
          %s
          # A namespace of watchNamespaces
          %s
          # Any other namespace
          %s
          """.formatted(granted(home), granted(watched), granted(elsewhere)));
    } finally {
      rights.forEach(object -> server.client().resource(object).delete());
    }
  }

  /** Without what every account may do, which is the cluster's affair. */
  private String granted(String namespace) {
    var granted = new TreeSet<>(list("ollakeep", namespace));
    granted.removeAll(list("nobody", namespace));
    return granted.stream().collect(Collectors.joining("\n"));
  }

  private List<String> list(String account, String namespace) {
    var as = "--as=system:serviceaccount:" + home + ":" + account;
    return new Kubectl(server).run("auth", "can-i", "--list", "--no-headers", as, "--namespace", namespace).lines()
        .map(line -> line.replaceAll(" {2,}", "  ").strip())
        .toList();
  }

  private static void compare(Path file, String text) throws IOException {
    if (Boolean.getBoolean("golden.rewrite")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(file, text);
    }
    assertThat(text).as("%s; if the new rights are wanted, make golden rewrites it", file).isEqualTo(Files.readString(file));
  }
}
