package dev.ollakeep.operator.system;

import dev.ollakeep.operator.leak.KnownSecrets;
import dev.ollakeep.testing.SeenOrGone;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * The credential Secrets as a client sees them that mounts them: the newest version, by watch, after the lag of the mount.
 *
 * <p>What any Secret of the namespace has ever held on the way is remembered, for the search for leaks.
 */
public final class MountedSecrets implements AutoCloseable {

  private final Map<String, String> logins = new ConcurrentHashMap<>();
  private final KnownSecrets known = new KnownSecrets();
  private final Executor mount;
  private final AutoCloseable watch;

  public MountedSecrets(Site site, Duration lag) {
    this(site.client(), site.namespace(), lag);
  }

  public MountedSecrets(KubernetesClient client, String namespace, Duration lag) {
    mount = CompletableFuture.delayedExecutor(lag.toMillis(), TimeUnit.MILLISECONDS);
    watch = client.secrets().inNamespace(namespace)
        .inform(new SeenOrGone<>(this::take, secret -> logins.remove(secret.getMetadata().getName())));
  }

  private void take(Secret secret) {
    known.add(secret);
    if (secret.getData() != null && secret.getData().containsKey("basic-auth")) {
      var login = Site.decoded(secret, "basic-auth");
      mount.execute(() -> logins.put(secret.getMetadata().getName(), login));
    }
  }

  /** The header value with which a user of a server logs in now. */
  public String login(String server, String user) {
    return logins.get(server + "-" + user + "-credentials");
  }

  /** The same for the operator's own user. */
  String operatorLogin(String server) {
    return logins.get(server + "-operator");
  }

  public KnownSecrets known() {
    return known;
  }

  @Override
  public void close() throws Exception {
    watch.close();
  }
}
