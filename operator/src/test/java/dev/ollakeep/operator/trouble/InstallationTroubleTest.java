package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ollakeep.operator.chart.Chart;
import dev.ollakeep.operator.process.StartupFailure;
import dev.ollakeep.operator.reconcile.ClusterConnection;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.operator.reconcile.StartupChecks;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** The sections of {@code docs/troubleshooting.md} about the operator itself, its CRD and its permissions. */
@Isolated("changes and removes the CRD, which all tests of the API server share")
@RequiresApiServer
@RequiresNginx
class InstallationTroubleTest {

  private static final String UNKNOWN_FIELD = "A field is unknown to kubectl";
  private static final String UNKNOWN_VALUE = "It says something that this version does not know";
  private static final String OLD_ROUTE = "A route is in the endpoint catalogue";
  private static final String NO_CRD = "The resource is not installed";
  private static final String NO_PERMISSION = "A permission is missing";
  private static final String NOT_WATCHED = "A namespace is not watched";
  static final List<String> TITLES = List.of(UNKNOWN_FIELD, UNKNOWN_VALUE, OLD_ROUTE, NO_CRD, NO_PERMISSION, NOT_WATCHED);

  private static final String SYSTEM = "ollakeep-system";
  private static final String SERVER =
      "{apiVersion: ollakeep.dev/v1alpha1, kind: OllamaServer, metadata: {name: hello}, spec: %s}";
  private static final String OWNER = "{\"auth\":{\"users\":[{\"name\":\"alice\",\"role\":\"Owner\"}]}}";
  private static final String CODEX =
      "{\"proxy\":{\"extraRoutes\":[{\"method\":\"POST\",\"path\":\"/api/codex/x\",\"role\":\"Admin\"}]}}";
  private static final String SERVING = "storage: {type: Ephemeral}\nauth: {users: [{name: alice, role: User}]}\n";
  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static final String ALICE = "{replicas: 0, drainTimeout: 1m, auth: {users: [{name: alice, role: User}]}}";

  @TempDir private Path directory;
  private final Page page = Page.read();
  private ApiServer api;
  private String namespace;
  private PageShell shell;

  @BeforeEach
  void open(ApiServer server) throws IOException {
    api = server;
    OperatorUnderTest.installCrd(api);
    namespace = api.freshNamespace("trouble");
    shell = PageShell.open(api, namespace, directory);
  }

  @Test
  void aFieldIsUnknown() throws Exception {
    var section = page.section(UNKNOWN_FIELD);
    Files.writeString(shell.directory().resolve("server.yaml"), SERVER.formatted(ALICE));
    crd().edit(it -> {
      schema(it).getProperties().get("spec").getProperties().remove("drainTimeout");
      return it;
    });
    until("kubectl refuses it", () -> section.matches(shell.attempt("kubectl create --dry-run=server -f server.yaml").text()));

    shell.run(section.commands());

    until("kubectl takes it", () -> shell.attempt("kubectl create -f server.yaml").status() == 0);
  }

  @TestFactory
  Stream<DynamicTest> aValueIsUnknown() throws IOException {
    var situation = BrokenSituation.of(UNKNOWN_VALUE, place -> {
      place.readyServer(SERVING);
      takesAnything(place, OWNER);
      place.edit(OWNER);
    });
    return Stage.play(api, List.of(situation)).onClose(() -> api.client().resource(original()).update());
  }

  /** Today's schema refuses the route, so that it is stored before that is installed; no pod may be made anew for it. */
  @TestFactory
  Stream<DynamicTest> aStoredRouteIsInTheCatalogue() throws IOException {
    var served = new AtomicReference<String>();
    var situation = BrokenSituation.of(OLD_ROUTE, place -> {
      place.readyServer(SERVING);
      served.set(place.pod().name());
      takesAnything(place, CODEX);
      place.edit(CODEX);
      api.client().resource(original()).update();
    }).until((place, output) -> place.isReady() && place.pod().name().equals(served.get()));
    return Stage.play(api, List.of(situation)).onClose(() -> api.client().resource(original()).update());
  }

  private void takesAnything(Place place, String spec) {
    crd().edit(it -> {
      var anything = new JSONSchemaProps();
      anything.setXKubernetesPreserveUnknownFields(true);
      schema(it).getProperties().put("spec", anything);
      schema(it).setXKubernetesValidations(null);
      return it;
    });
    until("the API server takes it", () -> place.resource().dryRun().patch(MERGE, "{\"spec\":" + spec + "}") != null);
    place.edit("{\"proxy\":{\"limits\":{\"requestBurst\":41}}}");
    until("the operator hears of changes again", place::isUpToDate);
  }

  @Test
  void theCrdIsMissing() throws Exception {
    var section = page.section(NO_CRD);
    crd().delete();
    until("it is gone", () -> crd().get() == null && api.client().getApiResources("ollakeep.dev/v1alpha1") == null);
    try (var client = ClusterConnection.open(api.config())) {
      var checks = new StartupChecks(client, OperatorUnderTest.config(namespace));
      assertThat(section.matches(refusal(checks))).as(refusal(checks)).isTrue();

      shell.run(section.commands());

      until("the operator starts", () -> {
        checks.run();
        return true;
      });
    }
  }

  @Test
  void aPermissionIsMissing() throws Exception {
    var section = page.section(NO_PERMISSION);
    new Chart(SYSTEM).objects(ClusterRole.class, "{}").forEach(role -> api.client().resource(role).serverSideApply());
    var config = api.config();
    config.setImpersonateUsername("system:serviceaccount:" + SYSTEM + ":ollakeep");
    try (var client = ClusterConnection.open(config)) {
      var checks = new StartupChecks(client, OperatorUnderTest.config(""));
      assertThat(section.matches(refusal(checks))).as(refusal(checks)).isTrue();

      shell.run(section.commands());

      until("the operator starts", () -> {
        checks.run();
        return true;
      });
    } finally {
      api.client().rbac().clusterRoleBindings().withName("ollakeep").delete();
    }
  }

  /** The command is Helm's; what it changes is the environment of the operator, which is then started with it. */
  @Test
  void aNamespaceIsNotWatched() throws Exception {
    var section = page.section(NOT_WATCHED);
    for (var team : List.of("team-a", "team-b")) {
      api.client().resource(new NamespaceBuilder().withNewMetadata().withName(team).endMetadata().build()).serverSideApply();
      Files.writeString(shell.directory().resolve("server.yaml"), SERVER.formatted(ALICE));
      shell.run("kubectl -n " + team + " apply -f server.yaml");
    }
    try (var operator = OperatorUnderTest.start(api, "team-a")) {
      until("the other one is looked after", () -> columns("team-a") > 2);
      assertThat(columns("team-b")).as(section.shown()).isEqualTo(2);
      assertThat(operator.ends()).isEmpty();
    }

    var value = Pattern.compile("--set 'watchNamespaces=\\{(.*)}'").matcher(section.commands());
    assertThat(value.find()).as(section.commands()).isTrue();
    var watched = new Chart(SYSTEM).objects(Deployment.class, "watchNamespaces: [" + value.group(1) + "]").stream()
        .flatMap(it -> it.getSpec().getTemplate().getSpec().getContainers().get(0).getEnv().stream())
        .filter(it -> it.getName().equals("OLLAKEEP_WATCH_NAMESPACES")).map(EnvVar::getValue).findFirst().orElseThrow();

    try (var operator = OperatorUnderTest.start(api, watched)) {
      until("this one is looked after", () -> columns("team-b") > 2);
      assertThat(operator.ends()).isEmpty();
    }
  }

  private int columns(String team) throws Exception {
    return shell.run("kubectl -n " + team + " get ols hello --no-headers").strip().split(" +").length;
  }

  private static String refusal(StartupChecks checks) {
    var failure = catchThrowableOfType(StartupFailure.class, checks::run);
    assertThat(failure).isNotNull();
    return failure.getMessage();
  }

  private Resource<CustomResourceDefinition> crd() {
    return api.client().apiextensions().v1().customResourceDefinitions().withName("ollamaservers.ollakeep.dev");
  }

  private CustomResourceDefinition original() {
    return api.client().apiextensions().v1().customResourceDefinitions()
        .load(Path.of("..", "crds", "ollamaservers.ollakeep.dev-v1.yml").toFile()).item();
  }

  private static JSONSchemaProps schema(CustomResourceDefinition crd) {
    return crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
  }
}
