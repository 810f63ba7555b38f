package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.rules.GoDuration;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.api.v1alpha1.User;
import dev.ollakeep.operator.names.Names;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** One reading of a resource's users; it remembers the first value that it could not read. */
final class SpecReading {

  private final OllamaServer server;
  private final Instant now;
  private final Names names;
  private Optional<String> unreadable = Optional.empty();
  private boolean usersKnown = true;

  SpecReading(OllamaServer server, Instant now) {
    this.server = server;
    this.now = now;
    this.names = Names.of(server);
  }

  Optional<String> unreadable() {
    return unreadable;
  }

  /** Nothing of what says who may log in, and as what, was unreadable. */
  boolean usersKnown() {
    return usersKnown;
  }

  CredentialUser user(User user) {
    var field = "spec.auth.users[" + user.name() + "]";
    if (user.role() == Role.UNRECOGNISED) {
      rememberOfUsers(field + ".role is a role that this version does not know");
    }
    var expiresAt = Optional.ofNullable(user.expiresAt()).flatMap(text -> instant(field + ".expiresAt", text));
    PasswordSource source = user.source().<PasswordSource>map(
        ref -> new PasswordSource.Supplied(ref.name(), ref.key())).orElseGet(PasswordSource.Generated::new);
    var grace = user.gracePeriod() == null ? serverGrace() : duration(field + ".gracePeriod", user.gracePeriod());
    var requests = new Requests(server.getSpec().auth().rotation().requestId(), user.requestId());
    var lifetime = source instanceof PasswordSource.Generated ? lifetime(user.name()) : Optional.<Duration>empty();
    return new CredentialUser(
        user.name(), user.role(), names.credentials(user), source, state(user, expiresAt), grace, lifetime, requests, expiresAt);
  }

  CredentialUser operator() {
    var requests = new Requests(server.getSpec().auth().rotation().requestId(), "");
    return new CredentialUser(Names.OPERATOR_USER, Role.VIEWER, names.operatorCredentials(),
        new PasswordSource.Generated(), UserState.ACTIVE, serverGrace(), lifetime(Names.OPERATOR_USER), requests, Optional.empty());
  }

  private UserState state(User user, Optional<Instant> expiresAt) {
    if (user.suspended()) {
      return UserState.SUSPENDED;
    }
    var expired = expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    return expired ? UserState.EXPIRED : UserState.ACTIVE;
  }

  private Optional<Duration> lifetime(String user) {
    var field = "spec.auth.rotation.interval";
    var interval = server.getSpec().auth().rotation().intervalIfAny().map(text -> duration(field, text));
    if (interval.filter(asked -> asked.compareTo(Schedule.SHORTEST) < 0).isPresent()) {
      remember(field + " is shorter than " + Schedule.SHORTEST.toHours() + "h");
      return Optional.empty();
    }
    return interval.map(asked -> new Schedule(server.getMetadata().getUid(), asked).lifetime(user));
  }

  private Duration serverGrace() {
    return duration("spec.auth.rotation.gracePeriod", server.getSpec().auth().rotation().gracePeriod());
  }

  private Duration duration(String field, String text) {
    try {
      return GoDuration.parse(text);
    } catch (IllegalArgumentException e) {
      remember(field + ": " + e.getMessage());
      return Duration.ZERO;
    }
  }

  private Optional<Instant> instant(String field, String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      rememberOfUsers(field + " is not a time such as 2026-12-31T23:59:59Z: " + text);
      return Optional.empty();
    }
  }

  void rememberOfUsers(String what) {
    usersKnown = false;
    remember(what);
  }

  private void remember(String what) {
    unreadable = unreadable.or(() -> Optional.of(what));
  }
}
