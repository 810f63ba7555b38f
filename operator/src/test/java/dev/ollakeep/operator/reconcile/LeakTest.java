package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.ollakeep.operator.leak.CapturedLog;
import dev.ollakeep.operator.leak.KnownSecrets;
import dev.ollakeep.operator.process.LogSettings;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

/** No secret ever appears outside the Secrets made for it, in whatever form, with every log at TRACE. */
@Isolated("sets the level of all loggers")
@RequiresApiServer
class LeakTest {

  private static final String SUPPLIED = "Tr0ub4dor-and-3-moons";

  private CapturedLog logged;
  private final LogSettings.NoWireLogs filter = new LogSettings.NoWireLogs();
  private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
  private Level before;

  @BeforeEach
  void listen() {
    before = root.getLevel();
    logging.addTurboFilter(filter);
    logged = CapturedLog.begin();
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void leave() {
    root.setLevel(before);
    logged.close();
    logging.getTurboFilterList().remove(filter);
  }

  @Test
  void noSecretIsFoundAnywhereElse(ApiServer api) {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("leak"));
    var secrets = new KnownSecrets();
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      live(namespace, operator, secrets);
    }

    assertThat(secrets.size()).isGreaterThanOrEqualTo(6);
    assertThat(secrets.isIn(SUPPLIED)).as("the source is among them").isTrue();
    assertThat(logged.lines()).hasSizeGreaterThan(20);
    assertThat(logged.lines()).noneMatch(secrets::isIn);
    assertThat(elsewhere(namespace)).noneMatch(secrets::isIn);
  }

  /** Creation, rotation, a supplied password, a restart and a lost race. */
  private static void live(TestNamespace namespace, OperatorUnderTest operator, KnownSecrets secrets) {
    namespace.createFrom("""
        apiVersion: v1
        kind: Secret
        metadata: {name: source, labels: {ollakeep.dev/auth-source: "true"}}
        stringData: {password: %s}
        """.formatted(SUPPLIED));
    namespace.createFrom("""
        apiVersion: ollakeep.dev/v1alpha1
        kind: OllamaServer
        metadata: {name: hello}
        spec:
          auth:
            users:
            - {name: alice, role: User}
            - {name: bob, role: Admin, passwordSecretRef: {name: source}}
        """);
    namespace.settled("hello");
    collect(namespace, secrets);
    namespace.edit("hello", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}}");
    eventually(() -> assertThat(namespace.reason("hello", "CredentialsRotated")).isEqualTo("InGrace"));
    collect(namespace, secrets);
    operator.stop();
    operator.start();
    namespace.client().secrets().inNamespace(namespace.name()).withName("hello-alice-credentials").delete();
    eventually(() -> assertThat(namespace.secret("hello-alice-credentials", "password")).isPresent());
    collect(namespace, secrets);
  }

  private static void collect(TestNamespace namespace, KnownSecrets secrets) {
    for (var object : namespace.objects("hello").values()) {
      if (object instanceof Secret secret) {
        secrets.add(secret);
      }
    }
  }

  /** Everything in the namespace but the data of Secrets. */
  private static Stream<String> elsewhere(TestNamespace namespace) {
    var serialization = namespace.client().getKubernetesSerialization();
    var objects = namespace.objects("hello").values().stream();
    Stream<HasMetadata> others = Stream.concat(Stream.of(namespace.server("hello")), namespace.events("hello").stream());
    return Stream.concat(objects, others)
        .peek(object -> {
          if (object instanceof Secret secret) {
            secret.setData(null);
          }
        })
        .map(serialization::asYaml);
  }
}
