package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.player.PlayedPod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Twenty rotations while clients work: what they lose, which must be nothing. */
@RequiresApiServer
@RequiresNginx
class RotationUnderLoadTest {

  private static final List<String> USERS = List.of("alice", "bob", "carol", "dave");
  private static final int ROUNDS = 5;
  private static final String SPEC = """
      storage: {type: Ephemeral}
      proxy: {limits: {requestsPerSecond: 10000, requestBurst: 1000, generationsPerUser: 100, generationsTotal: 1000}}
      auth:
        rotation: {gracePeriod: 2s}
        users:
          - {name: alice, role: User}
          - {name: bob, role: User}
          - {name: carol, role: User}
          - {name: dave, role: User}
      """;

  @Test
  void twentyRotationsUnderLoadFailNoRequestAndRestartNothing(ApiServer api) throws Exception {
    try (var site = Site.open(api, "load"); var mounted = new MountedSecrets(site)) {
      site.create("busy", SPEC);
      var pod = site.pods().get(0);
      var before = identity(pod);
      var clients = USERS.stream()
          .map(user -> new Client(Site.door(pod), () -> mounted.login("busy-" + user + "-credentials")))
          .toList();
      var stream = new LongStream(Site.door(pod), site.login("busy", "alice"), 400, 25);

      for (int round = 1; round <= ROUNDS; round++) {
        rotateEverybody(site, round);
      }

      assertThat(stream.whole().join()).startsWith("HTTP/1.1 200").contains("\"done\":true");
      assertThat(lost(clients)).as("failed requests").isEmpty();
      assertThat(identity(site.pods().get(0))).as("containers before and after").isEqualTo(before);
    }
  }

  /** Ends the clients; what failed of their requests. */
  private static List<String> lost(List<Client> clients) throws InterruptedException {
    for (var client : clients) {
      client.close();
    }
    int requests = clients.stream().mapToInt(Client::requests).sum();
    var failures = clients.stream().flatMap(client -> client.failures().stream()).toList();
    System.out.println("rotations " + USERS.size() * ROUNDS + ", requests " + requests + ", failures " + failures.size());
    assertThat(requests).as("requests while rotating").isGreaterThan(1000);
    return failures;
  }

  /** Each user by a request of their own; returns when everybody's old secret is revoked on the pod. */
  private static void rotateEverybody(Site site, int round) {
    var old = USERS.stream().collect(Collectors.toMap(user -> user, user -> site.login("busy", user)));
    for (int i = 0; i < USERS.size(); i++) {
      site.replace("busy", "/spec/auth/users/" + i + "/requestId", "\"round-" + round + "\"");
    }
    for (var user : USERS) {
      Site.until(user + " has a new secret", () -> !site.login("busy", user).equals(old.get(user)));
    }
    var pod = site.pods().get(0);
    for (var user : USERS) {
      Site.until(user + "'s old secret is refused", () -> Site.ask(pod, "/api/version", old.get(user)) == 401);
    }
    Site.until("the rotation is over", () -> site.condition("busy", "CredentialsRotated").filter("True"::equals).isPresent());
  }

  private static Map<String, String> identity(PlayedPod pod) {
    return Map.of(
        "pod", pod.uid(),
        "proxy", pod.containerId("proxy") + " restarts " + pod.restartCount("proxy"),
        "ollama", pod.containerId("ollama") + " restarts " + pod.restartCount("ollama"));
  }

  /** The credential Secrets as a client sees them that mounts them: the newest version, by watch. */
  private static final class MountedSecrets implements AutoCloseable {
    private final Map<String, String> logins = new ConcurrentHashMap<>();
    private final AutoCloseable watch;

    MountedSecrets(Site site) {
      watch = site.client().secrets().inNamespace(site.namespace()).inform(new ResourceEventHandler<Secret>() {
        @Override
        public void onAdd(Secret secret) {
          take(secret);
        }

        @Override
        public void onUpdate(Secret before, Secret now) {
          take(now);
        }

        @Override
        public void onDelete(Secret secret, boolean finalStateUnknown) {
          logins.remove(secret.getMetadata().getName());
        }
      });
    }

    private void take(Secret secret) {
      if (secret.getData() != null && secret.getData().containsKey("basic-auth")) {
        logins.put(secret.getMetadata().getName(), Site.decoded(secret, "basic-auth"));
      }
    }

    String login(String secret) {
      return logins.get(secret);
    }

    @Override
    public void close() throws Exception {
      watch.close();
    }
  }
}
