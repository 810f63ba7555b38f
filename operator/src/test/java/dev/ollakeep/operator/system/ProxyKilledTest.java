package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import dev.ollakeep.testing.player.PlayedPod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Proxies are killed at every step of a rotation while their volumes are swapped slowly: no credential is lost.
 *
 * <p>Some clients read a new secret the moment it is published, which shows a gate that opened too early; others a good while
 * later, which shows a hash that went too early. Two rotations in the ordinary run; {@code make soak} goes on.
 */
@RequiresApiServer
@RequiresNginx
@RunsAlone
class ProxyKilledTest {

  private static final String NAME = "killed";
  private static final String SPEC = """
      replicas: 2
      storage: {type: Ephemeral}
      auth:
        rotation: {gracePeriod: 6s}
        users: [{name: alice, role: User}, {name: bob, role: User}]
      """;
  private static final List<String> USERS = List.of("alice", "bob");
  private static final Duration SLOW_MOUNT = Duration.ofSeconds(1);
  private static final Duration SWAP_STEP = Duration.ofMillis(60);

  @Test
  void noClientIsRefusedHoweverOftenTheProxiesAreKilled(ApiServer api) throws Exception {
    var processes = killing(api, new Campaign("proxy-kills"));

    assertThat(processes).isNotEmpty();
    Site.until("Nginx's processes are gone, as are the pods", () -> processes.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static Set<ProcessHandle> killing(ApiServer api, Campaign campaign) throws Exception {
    try (var site = Site.open(api, "proxies");
        var atOnce = new MountedSecrets(site, Duration.ZERO);
        var late = new MountedSecrets(site, SLOW_MOUNT)) {
      site.create(NAME, SPEC);
      Site.until("both pods serve", () -> "2/2".equals(site.server(NAME).getStatus().auth().podsAtRevision()));
      Site.until("Secrets are mounted", () -> USERS.stream().allMatch(user -> late.login(NAME, user) != null));
      site.pods().forEach(pod -> pod.slowSwap(SWAP_STEP));
      var before = site.pods().stream().map(PlayedPod::uid).toList();

      var clients = clients(site, List.of(atOnce, late));
      var killer = rotateUnderKills(site, atOnce, campaign);
      var kills = killer.kills();
      for (var client : clients) {
        client.close();
      }

      campaign.report(summary(clients, kills));
      assertThat(clients).allSatisfy(client -> assertThat(client.refusals()).isEmpty());
      assertThat(clients).allSatisfy(client -> assertThat(client.served()).isPositive());
      assertThat(kills).as("steps after which a proxy was killed").hasSize(5);
      assertThat(site.pods().stream().map(PlayedPod::uid).toList()).as("pods").isEqualTo(before);
      assertThat(site.pods()).as("restarts of proxies").allMatch(pod -> pod.restartCount("proxy") > 0);
      assertThat(site.pods()).as("restarts of Ollama").allMatch(pod -> pod.restartCount("ollama") == 0);
      return killer.processes();
    }
  }

  private static ProxyKiller rotateUnderKills(Site site, MountedSecrets mounted, Campaign campaign) throws Exception {
    try (var killer = new ProxyKiller(site, NAME, campaign.random("killer"))) {
      for (int rotation = 1; rotation <= campaign.rotationsUnderKills(); rotation++) {
        rotate(site, mounted, rotation);
      }
      return killer;
    }
  }

  private static void rotate(Site site, MountedSecrets mounted, int rotation) {
    var old = USERS.stream().map(user -> mounted.login(NAME, user)).toList();
    site.patch(NAME, "{\"auth\":{\"rotation\":{\"requestId\":\"" + rotation + "\"}}}");
    for (int i = 0; i < USERS.size(); i++) {
      var user = USERS.get(i);
      var former = old.get(i);
      Site.until(user + " has a new secret", () -> !mounted.login(NAME, user).equals(former));
      site.pods().forEach(pod -> {
        Site.until("the old secret of " + user + " is refused", () -> Site.ask(pod, "/api/version", former) == 401);
        Site.until("the new secret of " + user + " is accepted", () -> Site.ask(pod, "/api/version", mounted.login(NAME, user)) == 200);
      });
    }
    Site.until("the rotation has ended", () -> site.condition(NAME, "CredentialsRotated").filter("True"::equals).isPresent());
  }

  private static List<PatientClient> clients(Site site, List<MountedSecrets> mounts) {
    var clients = new ArrayList<PatientClient>();
    for (var pod : site.pods()) {
      for (var mount : mounts) {
        USERS.forEach(user ->
            clients.add(new PatientClient(user + " of " + pod.name(), Site.door(pod), () -> mount.login(NAME, user))));
      }
    }
    return clients;
  }

  private static String summary(List<PatientClient> clients, Map<String, Integer> kills) {
    return kills.values().stream().mapToInt(Integer::intValue).sum() + " kills, "
        + clients.stream().mapToInt(PatientClient::served).sum() + " requests served, "
        + clients.stream().mapToInt(PatientClient::unanswered).sum() + " sent again, "
        + clients.stream().mapToLong(client -> client.refusals().size()).sum() + " refused";
  }
}
