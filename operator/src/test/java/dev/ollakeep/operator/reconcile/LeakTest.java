package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import dev.ollakeep.operator.LogSettings;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
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

  private final Everything logged = new Everything();
  private final LogSettings.NoWireLogs filter = new LogSettings.NoWireLogs();
  private final LoggerContext logging = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final Logger root = logging.getLogger(Logger.ROOT_LOGGER_NAME);
  private Level before;

  @BeforeEach
  void listen() {
    before = root.getLevel();
    logging.addTurboFilter(filter);
    logged.setContext(logging);
    logged.start();
    root.addAppender(logged);
    root.setLevel(Level.TRACE);
  }

  @AfterEach
  void leave() {
    root.setLevel(before);
    root.detachAppender(logged);
    logging.getTurboFilterList().remove(filter);
  }

  @Test
  void noSecretIsFoundAnywhereElse(ApiServer api) {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("leak"));
    var secrets = new TreeSet<String>(Set.of(SUPPLIED));
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      live(namespace, operator, secrets);
    }

    assertThat(secrets).hasSizeGreaterThanOrEqualTo(6);
    assertThat(logged.lines).hasSizeGreaterThan(20);
    var places = Stream.concat(logged.lines.stream(), elsewhere(namespace)).collect(Collectors.joining("\n"));
    for (var secret : secrets) {
      assertThat(forms(secret)).allSatisfy(form -> assertThat(places).doesNotContain(form));
    }
  }

  /** Creation, rotation, a supplied password, a restart and a lost race. */
  private static void live(TestNamespace namespace, OperatorUnderTest operator, Set<String> secrets) {
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

  /** Passwords and hashes alike. */
  private static void collect(TestNamespace namespace, Set<String> secrets) {
    for (var object : namespace.objects("hello").values()) {
      if (object instanceof Secret secret) {
        Stream.of("password", "api-key", "basic-auth", "htpasswd", "htpasswd.previous", "htpasswd.operator")
            .map(secret.getData()::get)
            .filter(value -> value != null && !value.isEmpty())
            .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8))
            .flatMap(text -> text.lines().map(line -> line.substring(line.indexOf(':') + 1)))
            .forEach(secrets::add);
      }
    }
  }

  private static List<String> forms(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    return List.of(
        secret,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(secret, StandardCharsets.UTF_8));
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

  private static final class Everything extends AppenderBase<ILoggingEvent> {
    private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
    }
  }
}
