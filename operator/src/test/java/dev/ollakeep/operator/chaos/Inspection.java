package dev.ollakeep.operator.chaos;

import dev.ollakeep.testing.SaltedHash;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Holds every write to a Secret against the world as it is at that very moment, just before it is carried out.
 *
 * <p>What an event tells too late, a request shows in time: whether every pod knew a password before clients could read it.
 */
record Inspection(KubernetesClient client, String namespace, MirrorPods pods, Ledger ledger) implements WriteGuard {

  private static final String USER = "ollakeep.dev/user";

  @Override
  public Consumer<ApiAnswer> before(ApiCall call) {
    if (!call.putsSecret()) {
      return answer -> { };
    }
    var next = client.getKubernetesSerialization()
        .unmarshal(new String(call.body(), StandardCharsets.UTF_8), Secret.class);
    if (!ledger.concerns(next)) {
      return answer -> { };
    }
    var secrets = client.secrets().inNamespace(namespace).list().getItems();
    var found = new ArrayList<String[]>();
    if ("proxy-auth".equals(Oracle.label(next, "ollakeep.dev/component"))) {
      authGoesIn(AuthFile.of(next), secrets, found);
    } else if (Oracle.label(next, USER) != null) {
      credentialGoesOut(next, secrets, found);
    }
    return answer -> found.forEach(broken -> ledger.broken(broken[0], broken[1]));
  }

  private void authGoesIn(AuthFile next, List<Secret> secrets, List<String[]> found) {
    var last = secrets.stream().filter(is("proxy-auth")).findFirst().map(AuthFile::of).orElse(AuthFile.NONE);
    next.current().forEach((user, hash) -> {
      if (!hash.equals(last.current().get(user)) && !isDurable(user, hash, secrets)) {
        found.add(new String[] {"3", "the hash of a secret of " + user + " that is stored nowhere goes to the proxies"});
      }
    });
    last.previous().forEach((user, hash) -> {
      if (ledger.promises(user) && next.hashes(user).noneMatch(hash::equals) && !everyPodAdmits(user, secrets)) {
        found.add(new String[] {"2", "the previous hash of " + user + " is dropped before every pod has the new one"});
      }
    });
  }

  private void credentialGoesOut(Secret next, List<Secret> secrets, List<String[]> found) {
    var user = Oracle.label(next, USER);
    var password = AuthFile.text(next, "password");
    var before = secrets.stream()
        .filter(known -> known.getMetadata().getName().equals(next.getMetadata().getName()))
        .map(known -> AuthFile.text(known, "password"))
        .findFirst().orElse("");
    var stored = secrets.stream().filter(is("proxy-auth")).findFirst().map(AuthFile::of).orElse(AuthFile.NONE);
    var known = stored.admits(user, password) && pods.serving().stream().allMatch(pod -> pod.admits(user, password));
    if (ledger.promises(user) && !password.equals(before) && !known) {
      found.add(new String[] {"4", user + " gets to read a secret that some pod does not know"});
    }
  }

  private boolean everyPodAdmits(String user, List<Secret> secrets) {
    return secrets.stream().filter(secret -> user.equals(Oracle.label(secret, USER)))
        .map(secret -> AuthFile.text(secret, "password"))
        .allMatch(password -> pods.serving().stream().allMatch(pod -> pod.admits(user, password)));
  }

  private static boolean isDurable(String user, String hash, List<Secret> secrets) {
    var journalled = secrets.stream().filter(is("auth-next")).map(secret -> AuthFile.text(secret, user));
    var published = secrets.stream()
        .filter(secret -> user.equals(Oracle.label(secret, USER)))
        .map(secret -> AuthFile.text(secret, "password"));
    return java.util.stream.Stream.concat(journalled, published)
        .anyMatch(password -> !password.isEmpty() && SaltedHash.verifies(hash, password));
  }

  private static Predicate<Secret> is(String component) {
    return secret -> component.equals(Oracle.label(secret, "ollakeep.dev/component"));
  }
}
