package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.chaos.OpenSchema;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Resources stored by another version crash nothing and change nothing. */
@Isolated("widens the CRD, which all tests of the API server share")
@RequiresApiServer
class ForeignVersionTest {

  private static final String CRD = "ollamaservers.ollakeep.dev";

  private TestNamespace namespace;
  private OperatorUnderTest operator;
  private CustomResourceDefinition original;

  @BeforeEach
  void start(ApiServer api) {
    namespace = new TestNamespace(api.client(), api.freshNamespace("foreign"));
    operator = OperatorUnderTest.start(api, namespace.name());
    original = crd(api.client()).get();
    namespace.create("old", "alice=User", "bob=Viewer");
    namespace.settled("old");
  }

  @AfterEach
  void stop() {
    stored().delete();
    restoreTheSchema();
    operator.close();
    assertThat(operator.ends()).isEmpty();
  }

  @Test
  void anUnknownRoleChangesNothing() {
    var before = namespace.objects("old");
    anythingGoesInSpec();

    eventuallyAccepted("{\"spec\":{\"replicas\":2,\"auth\":{\"users\":[{\"name\":\"alice\",\"role\":\"Owner\"}]}}}");

    eventually(() -> assertThat(namespace.reason("old", "Stalled")).isEqualTo("InvalidSpec"));
    staysAsItIs(before);
    otherServersAreServed();
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "{\"spec\":{\"auth\":\"open\"}}",
    "{\"spec\":{\"paused\":\"maybe\"}}",
    "{\"spec\":{\"proxy\":[1]}}",
  })
  void aSpecOfAnotherShapeChangesNothing(String json) {
    var before = namespace.objects("old");
    anythingGoesInSpec();

    eventuallyAccepted(json);

    eventually(() -> assertThat(stalled()).contains("InvalidSpec"));
    staysAsItIs(before);
    operator.stop();
    operator.start();
    staysAsItIs(before);
    otherServersAreServed();
  }

  /** A restriction that is not obeyed must not be dropped in silence. */
  @Test
  void aFieldOfANewerVersionChangesNothingUntilItIsTakenAway() {
    var before = namespace.objects("old");
    rolledBackAfter("{\"spec\":{\"replicas\":0,\"exposure\":{\"allowedSourceRanges\":[\"10.0.0.0/8\"]}}}",
        this::aRestrictionIsKnownToTheSchema, "spec", "exposure", "allowedSourceRanges");

    eventually(() -> assertThat(stalled()).contains("InvalidSpec", "spec.exposure.allowedSourceRanges is a field that this version"));
    staysAsItIs(before);
    otherServersAreServed();
    assertThat(stored().get().<List<String>>get("spec", "exposure", "allowedSourceRanges")).containsExactly("10.0.0.0/8");

    eventuallyAccepted("{\"spec\":{\"exposure\":{\"allowedSourceRanges\":null}}}");

    eventually(() -> assertThat(((Deployment) namespace.objects("old").get("Deployment/old")).getSpec().getReplicas()).isZero());
    assertThat(namespace.condition("old", "Stalled")).isEmpty();
  }

  /** Others than the users listed could come from such a field, and would be taken for removed. */
  @ParameterizedTest
  @ValueSource(strings = {
    "{\"lockdown\":true,\"ofTomorrow\":[\"ops\"]}",
    "{\"ofTomorrow\":{},\"users\":[{\"name\":\"alice\",\"role\":\"User\",\"alias\":\"bob\"}]}",
  })
  void aFieldThatMaySayWhoTheUsersAreShutsNobodyOut(String auth) {
    var before = namespace.objects("old");
    rolledBackAfter("{\"spec\":{\"auth\":" + auth + "}}", this::anythingGoesInSpec, "spec", "auth", "ofTomorrow");

    eventually(() -> assertThat(stalled()).contains("InvalidSpec", "that this version of the operator does not know"));
    staysAsItIs(before);
  }

  @Test
  void lockdownIsInForceAlthoughAFieldBesideTheUsersIsNotKnown() {
    rolledBackAfter("{\"spec\":{\"proxy\":{\"firewall\":{}}}}", this::anythingGoesInSpec, "spec", "proxy", "firewall");
    eventually(() -> assertThat(stalled()).contains("spec.proxy.firewall is a field"));
    var before = withoutHashes();

    eventuallyAccepted("{\"spec\":{\"replicas\":2,\"auth\":{\"lockdown\":true}}}");

    eventually(() -> assertThat(namespace.secret("old-proxy-auth", "htpasswd")).hasValue(""));
    assertThat(withoutHashes()).as("nothing else is written").isEqualTo(before);
  }

  /** The brake is needed most when something else is wrong, too. */
  @ParameterizedTest
  @ValueSource(strings = {"{\"type\":\"Envoy\"}", "[1]"})
  void lockdownIsInForceAlthoughTheProxySettingsAreNotUnderstood(String proxy) {
    anythingGoesInSpec();
    eventuallyAccepted("{\"spec\":{\"proxy\":" + proxy + "}}");
    eventually(() -> assertThat(stalled()).contains("InvalidSpec"));
    var before = withoutHashes();

    eventuallyAccepted("{\"spec\":{\"replicas\":2,\"auth\":{\"lockdown\":true,\"rotation\":{\"requestId\":\"1\"}}}}");

    eventually(() -> assertThat(namespace.secret("old-proxy-auth", "htpasswd")).hasValue(""));
    eventually(() -> assertThat(stalled()).contains("reason=Lockdown"));
    assertThat(withoutHashes()).as("nothing else is written").isEqualTo(before);
    assertThat(namespace.events("old")).extracting(Event::getReason).contains("AccessRevoked");
  }

  /** Stored when the catalogue did not know its path: today's schema refuses it, and takes edits beside it. */
  @Test
  void aStoredRouteThatTheCatalogueDecidesOpensNothingAndHoldsNothing() {
    anythingGoesInSpec();
    eventuallyAccepted("{\"spec\":{\"proxy\":{\"extraRoutes\":[{\"method\":\"POST\",\"path\":\"/api/codex/x\",\"role\":\"User\"},"
        + "{\"method\":\"GET\",\"path\":\"/api/new\",\"role\":\"User\"}]}}}");
    eventually(() -> assertThat(configuration()).contains("/api/new").doesNotContain("/api/codex"));
    asItWas();

    eventuallyAccepted("{\"spec\":{\"auth\":{\"lockdown\":true}}}");

    eventually(() -> assertThat(namespace.secret("old-proxy-auth", "htpasswd")).hasValue(""));
    assertThat(namespace.condition("old", "Stalled")).isEmpty();
  }

  private String configuration() {
    return ((ConfigMap) namespace.objects("old").get("ConfigMap/old-proxy")).getData().get("nginx.conf");
  }

  private SortedMap<String, HasMetadata> withoutHashes() {
    var objects = namespace.objects("old");
    objects.remove("Secret/old-proxy-auth");
    return objects;
  }

  private void restoreTheSchema() {
    var clean = new CustomResourceDefinitionBuilder(original).editMetadata().withResourceVersion(null).endMetadata().build();
    namespace.client().resource(clean).update();
  }

  private void asItWas() {
    restoreTheSchema();
    await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
      try {
        stored().dryRun().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"auth\":\"open\"}}");
        return false;
      } catch (KubernetesClientException refused) {
        return refused.getCode() == 422;
      }
    });
  }

  private void otherServersAreServed() {
    namespace.create("fine", "carol=User");
    namespace.settled("fine");
    assertThat(namespace.secret("fine-carol-credentials", "password")).isPresent();
  }

  private void staysAsItIs(SortedMap<String, HasMetadata> before) {
    await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(namespace.objects("old")).isEqualTo(before));
  }

  /** Read as plain JSON: this test's own client cannot read the resource either. */
  private String stalled() {
    return stored().get().getAdditionalProperties().get("status").toString();
  }

  private Resource<GenericKubernetesResource> stored() {
    return namespace.client().genericKubernetesResources("ollakeep.dev/v1alpha1", "OllamaServer")
        .inNamespace(namespace.name()).withName("old");
  }

  private void eventuallyAccepted(String json) {
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).ignoreExceptions().until(() -> {
      stored().patch(PatchContext.of(PatchType.JSON_MERGE), json);
      return true;
    });
  }

  /** A watch that is older than the schema is sent what the former one knew, as long as the API server lets it stand. */
  private void rolledBackAfter(String json, Runnable newerSchema, String... unknown) {
    operator.stop();
    newerSchema.run();
    await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200)).until(() ->
        stored().patch(PatchContext.of(PatchType.JSON_MERGE), json).get((Object[]) unknown) != null);
    operator.start();
  }

  private void anythingGoesInSpec() {
    crd(namespace.client()).edit(OpenSchema::opened);
  }

  /** As a newer version's CRD would be. */
  private void aRestrictionIsKnownToTheSchema() {
    crd(namespace.client()).edit(crd -> {
      var spec = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema().getProperties().get("spec");
      spec.getProperties().get("exposure").getProperties().put("allowedSourceRanges", new JSONSchemaPropsBuilder()
          .withType("array").withNewItems().withNewSchema().withType("string").endSchema().endItems().build());
      return crd;
    });
  }

  private static Resource<CustomResourceDefinition> crd(KubernetesClient client) {
    return client.apiextensions().v1().customResourceDefinitions().withName(CRD);
  }
}
