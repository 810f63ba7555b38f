package dev.ollakeep.operator.probe;

import dev.ollakeep.operator.proxy.ProxyContract;
import dev.ollakeep.operator.proxy.SelfAttack;
import java.util.Optional;

/**
 * What a pod may be asked.
 *
 * <p>None holds a credential that anybody has: whoever answers at the address of a pod need not be the pod.
 */
sealed interface Question {

  int port();

  String path();

  /** Name and wrong password as Base64; empty for a question without a login. */
  default Optional<String> wrongLogin() {
    return Optional.empty();
  }

  /** Of the listener for kubelet and operator, which asks for no login. */
  record Internal(String path) implements Question {
    @Override
    public int port() {
      return ProxyContract.INTERNAL_PORT;
    }
  }

  /** What somebody who may not come in would ask. */
  record Attempt(SelfAttack attempt) implements Question {
    @Override
    public int port() {
      return attempt.port();
    }

    @Override
    public String path() {
      return attempt.path();
    }

    @Override
    public Optional<String> wrongLogin() {
      return attempt.wrongLogin();
    }
  }
}
