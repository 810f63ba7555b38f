package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.v1alpha1.Role;
import dev.ollakeep.operator.proxy.ProxyContract;
import java.util.stream.Stream;

/**
 * What the proxies know of one user; empty text where there is nothing.
 *
 * @param current the hash of the newest secret
 * @param previous the hash of the secret before it, accepted during its grace
 * @param role {@code viewer}, {@code user}, {@code modelmanager} or {@code admin}; empty: no entry at the public listener
 */
record AuthEntry(String current, String previous, String role) {

  static final AuthEntry NONE = new AuthEntry("", "", "");

  static String roleText(Role role) {
    return ProxyContract.spelt(role);
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  boolean hasCurrent() {
    return !current.isEmpty();
  }

  boolean hasPrevious() {
    return !previous.isEmpty();
  }

  boolean currentVerifies(Plaintext secret) {
    return SaltedSha1.verify(secret, current);
  }

  boolean previousVerifies(Plaintext secret) {
    return SaltedSha1.verify(secret, previous);
  }

  AuthEntry withRole(String other) {
    return new AuthEntry(current, previous, other);
  }

  /** The role lowered to this one and never raised; none stays none, and one that is not known here opens nothing. */
  AuthEntry withRoleAtMost(Role most) {
    var higher = Stream.of(Role.values()).filter(known -> known != Role.UNRECOGNISED && known.compareTo(most) > 0);
    return higher.map(AuthEntry::roleText).anyMatch(role::equals) ? withRole(roleText(most)) : this;
  }

  AuthEntry withoutPrevious() {
    return new AuthEntry(current, "", role);
  }

  /** No hashes. */
  @Override
  public String toString() {
    return "AuthEntry[" + role + "]";
  }
}
