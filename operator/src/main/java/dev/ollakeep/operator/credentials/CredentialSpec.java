package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.ClientEndpoint;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.ServerIdentity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a resource asks of its credentials, normalised at one moment.
 *
 * <p>Users are sorted by name and include the operator's own; what the resource says and this version cannot read is in
 * {@link Switches#unreadable()}, never replaced by a default.
 */
public record CredentialSpec(
    ServerIdentity server, ClientEndpoint endpoint, List<CredentialUser> users, Switches switches) {

  /**
   * What holds for the whole server.
   *
   * @param lockdown nobody may log in
   * @param paused nothing may be written, except to take away the hashes of those who may not log in
   * @param unreadable field and value that this version does not know; empty when there is none
   * @param usersKnown who the users are, their roles, and who may log in are understood, whatever else is not
   */
  public record Switches(boolean lockdown, boolean paused, Optional<String> unreadable, boolean usersKnown) {

    /** An emergency brake depends on nothing but users: something else is not understood, so users are shut out and nothing more. */
    public boolean onlyCloses() {
      return unreadable.isPresent() && usersKnown;
    }
  }

  public CredentialSpec {
    users = users.stream().sorted(Comparator.comparing(CredentialUser::name)).toList();
  }

  /** Reads the resource as it is to be understood at {@code now}: who has expired depends on it. */
  public static CredentialSpec of(OllamaServer server, ClientEndpoint endpoint, Instant now) {
    var reading = new SpecReading(server, now);
    var users = new ArrayList<CredentialUser>();
    server.getSpec().auth().users().forEach(user -> users.add(reading.user(user)));
    users.add(reading.operator());
    if (users.size() == 1) {
      reading.rememberOfUsers("spec.auth.users is empty");
    }
    var spec = server.getSpec();
    var switches = new Switches(spec.auth().lockdown(), spec.paused(), reading.unreadable(), reading.usersKnown());
    return new CredentialSpec(ServerIdentity.of(server), endpoint, users, switches);
  }

  /** The user may log in at the public listener. */
  boolean admits(CredentialUser user) {
    return !switches.lockdown() && user.state() == UserState.ACTIVE;
  }

  Names names() {
    return new Names(server.name());
  }
}
