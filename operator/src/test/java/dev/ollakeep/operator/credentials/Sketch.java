package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.v1alpha1.Auth;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.api.v1alpha1.PasswordSecretRef;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.api.v1alpha1.User;
import dev.ollakeep.operator.names.ClientEndpoint;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The server {@code hello} of a test, edited as a person edits YAML. */
public final class Sketch {

  static final String UID = "uid-of-hello";

  private final Map<String, User> users = new TreeMap<>();
  private String grace = "24h";
  private String intervalOrNull;
  private String requestId = "";
  private boolean lockdown;
  private boolean paused;
  private Optional<String> misread = Optional.empty();
  private ClientEndpoint endpoint =
      new ClientEndpoint("hello.ai.svc", 80, "http://hello.ai.svc", Optional.empty(), Optional.empty());

  public static Sketch with(String... names) {
    var sketch = new Sketch();
    for (var name : names) {
      sketch.user(name, Role.USER);
    }
    return sketch;
  }

  Sketch user(String name, Role role) {
    users.put(name, new User(name, role, null, null, null, null, null, null));
    return this;
  }

  Sketch remove(String name) {
    users.remove(name);
    return this;
  }

  Sketch grace(String duration) {
    grace = duration;
    return this;
  }

  public Sketch interval(String durationOrNull) {
    intervalOrNull = durationOrNull;
    return this;
  }

  public Sketch request(String id) {
    requestId = id;
    return this;
  }

  public Sketch lockdown(boolean on) {
    lockdown = on;
    return this;
  }

  Sketch paused(boolean on) {
    paused = on;
    return this;
  }

  /** Something beside the users is not understood. */
  Sketch misread(String whatOrNull) {
    misread = Optional.ofNullable(whatOrNull);
    return this;
  }

  Sketch endpoint(ClientEndpoint other) {
    endpoint = other;
    return this;
  }

  Sketch role(String name, Role role) {
    return edit(name, u -> new User(name, role, u.secretName(), u.passwordSecretRef(), u.suspended(), u.expiresAt(),
        u.requestId(), u.gracePeriod()));
  }

  Sketch secretName(String name, String secret) {
    return edit(name, u -> new User(name, u.role(), secret, u.passwordSecretRef(), u.suspended(), u.expiresAt(),
        u.requestId(), u.gracePeriod()));
  }

  public Sketch source(String name, String secretOrNull) {
    var ref = secretOrNull == null ? null : new PasswordSecretRef(secretOrNull, "password");
    return edit(name, u -> new User(name, u.role(), u.secretName(), ref, u.suspended(), u.expiresAt(), u.requestId(),
        u.gracePeriod()));
  }

  public Sketch suspended(String name, boolean on) {
    return edit(name, u -> new User(name, u.role(), u.secretName(), u.passwordSecretRef(), on, u.expiresAt(),
        u.requestId(), u.gracePeriod()));
  }

  Sketch expires(String name, String at) {
    return edit(name, u -> new User(name, u.role(), u.secretName(), u.passwordSecretRef(), u.suspended(), at,
        u.requestId(), u.gracePeriod()));
  }

  public Sketch request(String name, String id) {
    return edit(name, u -> new User(name, u.role(), u.secretName(), u.passwordSecretRef(), u.suspended(), u.expiresAt(),
        id, u.gracePeriod()));
  }

  Sketch grace(String name, String duration) {
    return edit(name, u -> new User(name, u.role(), u.secretName(), u.passwordSecretRef(), u.suspended(), u.expiresAt(),
        u.requestId(), duration));
  }

  private Sketch edit(String name, UnaryOperator<User> change) {
    users.computeIfPresent(name, (any, user) -> change.apply(user));
    return this;
  }

  Map<String, User> users() {
    return users;
  }

  boolean lockdown() {
    return lockdown;
  }

  /** The user may log in, by a reading of the resource that shares nothing with the product's. */
  boolean admits(String name, Instant now) {
    if (lockdown) {
      return false;
    }
    var user = users.get(name);
    return name.equals("ollakeep") || user != null && !user.suspended()
        && (user.expiresAt() == null || now.isBefore(Instant.parse(user.expiresAt())));
  }

  Duration graceOf(String name) {
    var user = users.get(name);
    var text = user == null || user.gracePeriod() == null ? grace : user.gracePeriod();
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  String secretOf(String name) {
    if (name.equals("ollakeep")) {
      return "hello-operator";
    }
    var named = users.get(name).secretName();
    return named.isEmpty() ? "hello-" + name + "-credentials" : named;
  }

  OllamaServer server() {
    var server = new OllamaServer();
    server.setMetadata(new ObjectMetaBuilder().withName("hello").withNamespace("ai").withUid(UID).build());
    var rotation = new dev.ollakeep.api.v1alpha1.Rotation(grace, intervalOrNull, requestId);
    var auth = new Auth(new ArrayList<>(users.values()), rotation, lockdown);
    server.setSpec(new OllamaServerSpec(
        paused, null, null, null, null, null, null, null, null, null, auth, null, null, null, null, null, null));
    return server;
  }

  public CredentialSpec spec(Instant now) {
    var spec = CredentialSpec.of(server(), endpoint, now);
    var read = spec.switches();
    return new CredentialSpec(spec.server(), spec.endpoint(), spec.users(), new CredentialSpec.Switches(
        read.lockdown(), read.paused(), read.unreadable().or(() -> misread), read.usersKnown()));
  }
}
