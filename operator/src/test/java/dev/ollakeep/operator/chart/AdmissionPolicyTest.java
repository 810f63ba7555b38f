package dev.ollakeep.operator.chart;

import static dev.ollakeep.operator.chart.ConfinedAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chart's admission policies on a real API server, against the operator's account with every permission there is: what RBAC
 * would refuse anyway proves nothing here.
 */
@RequiresApiServer
class AdmissionPolicyTest {

  private static KubernetesClient admin;
  private static ConfinedAccount operator;
  private static List<HasMetadata> policies;
  /** Holds an object of every kind that is the operator's, {@code hello}, and one that is not, {@code foreign}. */
  private static String full;
  private static String empty;

  @BeforeAll
  static void install(ApiServer server) {
    admin = server.client();
    full = server.freshNamespace("policy");
    empty = server.freshNamespace("policy");
    operator = ConfinedAccount.of(server, full);
    for (var kind : OwnObject.values()) {
      admin.resource(kind.in(full)).create();
      admin.resource(kind.foreign(full)).create();
    }
    policies = new Chart(full).objects("probeMode: apiServerProxy").stream()
        .filter(object -> object.getKind().startsWith("ValidatingAdmission"))
        .toList();
    assertThat(policies).hasSize(12);
    policies.forEach(policy -> admin.resource(policy).create());
    // The API server takes them up a moment later, each by itself.
    await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
      refused(() -> operator.create(OwnObject.SERVICE.with("/spec/type", "LoadBalancer", empty)));
      refused(() -> operator.create(OwnObject.SECRET.with("/type", "example.com/other", empty)));
      refused(() -> operator.create(OwnObject.SECRET.with("/metadata/labels", "{}", empty)));
      refused(() -> operator.create(OwnObject.DEPLOYMENT.with("/spec/template/spec/hostPID", "true", empty)));
      refused(() -> operator.merge(OwnObject.POD.in(full), "{\"metadata\":{\"labels\":{\"a\":\"b\"}}}"));
      refused(() -> operator.ask("any/proxy/"));
    });
  }

  @AfterAll
  static void uninstall() {
    policies.forEach(policy -> admin.resource(policy).delete());
    operator.close();
  }

  @Test
  void everythingThatTheOperatorMakesIsAllowed() {
    for (var kind : OwnObject.written()) {
      assertThatCode(() -> {
        operator.create(kind.in(empty));
        operator.merge(kind.in(full), "{\"metadata\":{\"annotations\":{\"example.com/a\":\"b\"}}}");
        operator.delete(kind.in(full));
      }).as("%s", kind).doesNotThrowAnyException();
    }
  }

  @Test
  void anObjectIsMendedThatLostItsLabels() {
    var worn = OwnObject.SECRET.with("/metadata/name", "worn", full);
    worn.getMetadata().getLabels().remove("ollakeep.dev/server");
    admin.resource(worn).create();

    assertThatCode(() -> operator.merge(worn, "{\"metadata\":{\"labels\":{\"ollakeep.dev/server\":\"hello\"}}}"))
        .doesNotThrowAnyException();
  }

  @Test
  void theClaimOfTheModelsNeedsNoOwner() {
    assertThatCode(() -> operator.create(OwnObject.CLAIM.with("/metadata/ownerReferences", "[]", empty))).doesNotThrowAnyException();
  }

  @Test
  void anObjectThatIsNotTheOperatorsIsRefusedWhateverItBecomes() {
    for (var kind : OwnObject.written()) {
      var what = kind.kind() + " " + full + "/foreign: ";
      var adopted = kind.named("foreign", full);
      assertThat(refused(() -> operator.merge(kind.foreign(full), Json.text(adopted)))).as("update of %s", kind).contains(what);
      assertThat(refused(() -> operator.delete(kind.foreign(full)))).as("deletion of %s", kind).contains(what);
      assertThat(refused(() -> operator.create(kind.with("/metadata/labels/ollakeep.dev~1component", "null", empty))))
          .as("creation of %s", kind)
          .contains(kind.kind() + " " + empty + "/", "its label ollakeep.dev/component");
      assertThat(refused(() -> operator.create(kind.with("/metadata/labels/ollakeep.dev~1server", "null", empty))))
          .as("creation of %s", kind)
          .contains("its label ollakeep.dev/server");
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "SECRET     | /metadata/ownerReferences | []",
    "CONFIG_MAP | /metadata/ownerReferences/0/kind | Deployment",
    "INGRESS    | /metadata/ownerReferences/0/apiVersion | apps/v1",
  })
  void anObjectWithoutAServerIsRefused(OwnObject kind, String pointer, String value) {
    assertThat(refused(() -> operator.create(kind.with(pointer, value, empty))))
        .contains(kind.kind() + " " + empty + "/", "an OllamaServer owns");
  }

  @ParameterizedTest
  @ValueSource(strings = {"kubernetes.io/service-account-token", "bootstrap.kubernetes.io/token", "example.com/other"})
  void aSecretOfAnotherTypeIsRefused(String type) {
    var secret = OwnObject.SECRET.with("/type", type, empty);
    secret.getMetadata().getAnnotations().put("kubernetes.io/service-account.name", "default");

    assertThat(refused(() -> operator.create(secret))).contains("Secret " + empty + "/hello-alice-credentials: ", "of type " + type);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "automountServiceAccountToken | true | token",
    "automountServiceAccountToken | null | token",
    "serviceAccountName | ollakeep | token",
    "hostNetwork | true | of its node",
    "hostPID | true | of its node",
    "hostIPC | true | of its node",
    "containers/0/ports/0/hostPort | 8080 | of its node",
    "volumes/0 | {name: home, hostPath: {path: /}} | no hostPath",
    "volumes/0 | {name: home, secret: {secretName: other}} | no hostPath",
    "volumes/0 | {name: home, configMap: {name: other}} | no hostPath",
    "volumes/0 | {name: home, projected: {sources: [{serviceAccountToken: {path: token}}]}} | no hostPath",
    "volumes/0 | {name: home, csi: {driver: example.com}} | no hostPath",
    "volumes/0 | {name: home, nfs: {server: a, path: /}} | no hostPath",
    "containers/0/envFrom | [{secretRef: {name: other}}] | into the environment",
    "initContainers/0/envFrom | [{configMapRef: {name: other}}] | into the environment",
    "initContainers/0/env/0 | {name: HOME, valueFrom: {secretKeyRef: {name: a, key: b}}} | into the environment",
    "containers/0/securityContext | null | privileged or root",
    "containers/0/securityContext | {privileged: true} | privileged or root",
    "containers/0/securityContext/runAsNonRoot | false | privileged or root",
    "containers/0/securityContext/allowPrivilegeEscalation | null | privileged or root",
    "initContainers/0/securityContext/readOnlyRootFilesystem | false | privileged or root",
    "initContainers/0/securityContext/capabilities | {add: [SYS_ADMIN], drop: [ALL]} | privileged or root",
    "initContainers/0/securityContext/capabilities | {drop: [NET_RAW]} | privileged or root",
  })
  void aPodThatCouldGetOutIsRefused(String pointer, String value, String words) {
    var path = "/spec/template/spec/" + pointer;
    assertThat(refused(() -> operator.create(OwnObject.DEPLOYMENT.with(path, value, empty))))
        .contains("Deployment " + empty + "/hello: ", words);
  }

  @ParameterizedTest
  @CsvSource({"hostPID, true, of its node", "automountServiceAccountToken, true, token"})
  void aDeploymentThatIsThereIsNotMadeSuchAPodEither(String pointer, String value, String words) {
    var changed = OwnObject.DEPLOYMENT.with("/spec/template/spec/" + pointer, value, full);

    assertThat(refused(() -> operator.merge(OwnObject.DEPLOYMENT.in(full), Json.text(changed))))
        .contains("Deployment " + full + "/hello: ", words);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
    "/spec/type | NodePort", "/spec/type | LoadBalancer", "/spec/externalIPs | [203.0.113.1]", "/spec/selector | {app: other}",
    "/spec | {type: ExternalName, externalName: example.com}"})
  void aServiceThatDrawsInTrafficOfOthersIsRefused(String pointer, String value) {
    assertThat(refused(() -> operator.create(OwnObject.SERVICE.with(pointer, value, empty))))
        .contains("Service " + empty + "/hello: ", "ClusterIP");
  }

  @Test
  void aPodIsTouchedAgainAndAgain() {
    for (var value : List.of("\"1\"", "\"2\"", "null")) {
      assertThatCode(() -> operator.merge(OwnObject.POD.in(full), touch(value)))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "{\"metadata\":{\"annotations\":{\"example.com/a\":\"changed\"}}}",
    "{\"metadata\":{\"annotations\":{\"example.com/a\":null}}}",
    "{\"metadata\":{\"annotations\":{\"example.com/b\":\"new\"}}}",
    "{\"metadata\":{\"annotations\":null}}",
    "{\"metadata\":{\"labels\":{\"app\":\"other\"}}}",
    "{\"metadata\":{\"labels\":{\"ollakeep.dev/component\":null}}}",
    "{\"metadata\":{\"finalizers\":[\"example.com/stay\"]}}",
    "{\"metadata\":{\"ownerReferences\":[]}}",
    "{\"spec\":{\"activeDeadlineSeconds\":1}}",
  })
  void anythingElseOfAPodIsRefused(String json) {
    assertThat(refused(() -> operator.merge(OwnObject.POD.in(full), json)))
        .contains("Pod " + full + "/hello-1: ", "nothing of a pod but its annotation ollakeep.dev/touch");
  }

  @Test
  void theImageOfAPodIsLeftAlone() {
    var pod = admin.pods().inNamespace(full).withName("hello-1").get();
    pod.getSpec().getContainers().get(0).setImage("nginx:2");

    assertThat(refused(() -> operator.update(pod))).contains("Pod " + full + "/hello-1: ");
  }

  @Test
  void aPodOfSomebodyElseIsNotTouched() {
    assertThat(refused(() -> operator.merge(OwnObject.POD.foreign(full), touch("\"1\""))))
        .contains("Pod " + full + "/foreign: ", "only pods that carry its label ollakeep.dev/server");
  }

  /** No pod runs here: what is let through finds none. */
  @ParameterizedTest
  @ValueSource(strings = {"any:8081/proxy/auth-revision", "any:8081/proxy/configz", "any:8080/proxy/api/version", "any:11434/proxy/"})
  void aServersPodIsAskedThroughTheApiServer(String path) {
    assertThat(operator.ask(path)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"any/proxy/", "any:80/proxy/auth-revision", "any:8081/proxy/ollama/api/tags", "any:8080/proxy/admin"})
  void nothingElseIsAskedOfAPod(String path) {
    assertThat(refused(() -> operator.ask(path))).contains("Pod " + full + "/any", "the operator does not ask for /");
  }

  @Test
  void whatOthersDoIsNoneOfItsBusiness() {
    assertThatCode(() -> {
      admin.resource(OwnObject.SECRET.with("/metadata/labels", "{}", empty)).dryRun().create();
      admin.resource(OwnObject.DEPLOYMENT.with("/spec/template/spec/hostNetwork", "true", empty)).dryRun().create();
      admin.resource(OwnObject.SECRET.foreign(full)).dryRun().delete();
    }).doesNotThrowAnyException();
  }

  private static String touch(String value) {
    return "{\"metadata\":{\"annotations\":{\"ollakeep.dev/touch\":" + value + "}}}";
  }
}
