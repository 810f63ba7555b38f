package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.chaos.ShiftedClock;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.APIResourceBuilder;
import io.fabric8.kubernetes.api.model.APIResourceListBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often the cluster is asked what it serves, and for whom an answer counts. */
class ClusterObserverTest {

  private static final OptionalKind CERTIFICATES = OptionalKind.ALL.get(0);
  private static final OptionalKind BUDGETS =
      new OptionalKind(Child.DISRUPTION_BUDGET, "budgeteer", Reason.UNSCHEDULABLE, "set spec.replicas to 1");
  private static final List<OptionalKind> TABLE = List.of(CERTIFICATES, BUDGETS);
  private static final String PATH = "/apis/cert-manager.io/v1";
  private static final String BUDGETS_PATH = "/apis/policy/v1";

  private final ShiftedClock clock = new ShiftedClock();
  private ScriptedApi api;
  private ClusterObserver observer;

  @BeforeEach
  void start() {
    api = ScriptedApi.start();
    observer = new ClusterObserver(api.client(), clock, TABLE);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void whoNeedsAKindAsksEveryTwoMinutesAndNobodyElseMeanwhile() throws Exception {
    assertThat(asks(plain())).isOne();
    assertThat(asksAfter(Duration.ofMinutes(29), plain())).isZero();
    assertThat(asks(needing())).as("the first who needs it").isOne();
    assertThat(asksAfter(Duration.ofSeconds(119), needing())).isZero();
    assertThat(asksAfter(Duration.ofSeconds(2), needing())).isOne();
    assertThat(asksAfter(Duration.ofMinutes(29), plain())).isZero();
    assertThat(asksAfter(Duration.ofMinutes(2), plain())).isOne();
    assertThat(asks(needing())).as("nobody has asked who needs it").isOne();
  }

  @Test
  void whatIsFoundOutForOneCountsForAll() {
    assertThat(served(CERTIFICATES, plain())).isEqualTo(Served.NO);
    serves(PATH, "certificates");
    assertThat(served(CERTIFICATES, plain())).isEqualTo(Served.NO);

    assertThat(served(CERTIFICATES, needing())).isEqualTo(Served.YES);

    assertThat(served(CERTIFICATES, plain())).isEqualTo(Served.YES);
  }

  @Test
  void aVersionWithoutTheKindIsANo() {
    serves(PATH, "issuers");

    assertThat(served(CERTIFICATES, needing())).isEqualTo(Served.NO);
  }

  @Test
  void aFailureIsNoAnswerAndAskedAgainSoon() throws Exception {
    api.script().expect().get().withPath(PATH).andReturn(403, ScriptedApi.status(403, "Forbidden", "no")).times(2);

    assertThat(served(CERTIFICATES, needing())).isEqualTo(Served.UNKNOWN);
    api.requests();
    assertThat(asksAfter(Duration.ofSeconds(4), plain())).isZero();
    assertThat(asksAfter(Duration.ofSeconds(2), plain())).isOne();
    clock.jump(Duration.ofSeconds(6));
    assertThat(served(CERTIFICATES, plain())).isEqualTo(Served.NO);
  }

  @Test
  void anotherKindOfTheTableIsAskedForAndRememberedByItself() throws Exception {
    serves(BUDGETS_PATH, "poddisruptionbudgets");
    var many = plain();
    many.setSpec(read("spec: {replicas: 2, auth: {users: [{name: alice, role: User}]}}").getSpec());

    assertThat(served(BUDGETS, needing())).isEqualTo(Served.YES);
    assertThat(served(CERTIFICATES, needing())).isEqualTo(Served.NO);
    api.requests();
    observer.observe(many);
    assertThat(api.requests()).singleElement().asString().as("the first who needs it").startsWith("GET " + BUDGETS_PATH);
  }

  private Served served(OptionalKind kind, OllamaServer server) {
    return observer.observe(server).kinds().answers().get(kind);
  }

  private long asksAfter(Duration time, OllamaServer server) throws Exception {
    clock.jump(time);
    return asks(server);
  }

  private long asks(OllamaServer server) throws Exception {
    observer.observe(server);
    return api.requests().stream().filter(request -> request.startsWith("GET " + PATH + " ")).count();
  }

  private void serves(String path, String plural) {
    api.script().expect().get().withPath(path).andReturn(200, new APIResourceListBuilder()
        .withResources(new APIResourceBuilder().withName(plural).build()).build()).always();
  }

  private static OllamaServer plain() {
    return ScriptedApi.server();
  }

  private OllamaServer needing() {
    return read("""
        spec:
          exposure: {type: Ingress, host: llm.example.com}
          tls: {certManager: {issuerRef: {name: letsencrypt, kind: Issuer}}}
          auth: {users: [{name: alice, role: User}]}
        """);
  }

  private OllamaServer read(String spec) {
    return api.client().getKubernetesSerialization().unmarshal("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello, namespace: ai}
        """ + spec, OllamaServer.class);
  }
}
