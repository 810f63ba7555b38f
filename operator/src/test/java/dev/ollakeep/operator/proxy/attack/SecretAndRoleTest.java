package dev.ollakeep.operator.proxy.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.system.Campaign;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.RunsAlone;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Secrets and roles change together, again and again, under clients that try everything: nobody gets a role with a secret that
 * it was never given with, and nobody is refused who is welcome before and after.
 *
 * <p>Some 600 swaps in the ordinary run; {@code make soak} goes on to 5000 with a million requests. {@code -Dsoak.hop=FORMER}
 * shows what was lost before hash and role were in one file.
 */
@RequiresNginx
@RunsAlone
class SecretAndRoleTest {

  private static final int CLIENTS = 4;

  @Test
  void noSecretIsEverGivenARoleOfAnotherState() throws Exception {
    var doorman = hammered(new Campaign("swaps"), number -> Layout.PER_USER);
    assertThat(doorman.neverValid()).as("let in by a secret with a role that it never had").isEmpty();
    assertThat(doorman.refused()).as("refused without a reason").isEmpty();
  }

  /** Upgraded, rolled back, upgraded: the former layout cannot tell which role belongs to a secret, but it refuses nobody. */
  @Test
  void whoIsWelcomeGetsInWhileTheLayoutChanges() throws Exception {
    var doorman = hammered(new Campaign("layout-swaps"), number -> Layout.values()[number % 2]);
    assertThat(doorman.refused()).filteredOn(story -> !story.endsWith("403") || story.startsWith(Generations.STEADY))
        .as("refused without a reason").isEmpty();
  }

  private static Doorman hammered(Campaign campaign, IntFunction<Layout> layout) throws Exception {
    RenderedHop hop = RenderedHop.valueOf(System.getProperty("soak.hop", "TODAY"));
    Generations generations = new Generations(campaign.swaps() + 1, campaign.random("generations"));
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (AttackRig rig = new AttackRig(answeringItself(hop.render(MatrixSettings.fast())))) {
      rig.start();
      Doorman doorman = new Doorman(rig, generations, CLIENTS);
      doorman.swap(0, layout.apply(0));
      List<Future<Void>> asking = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        var random = campaign.random("client " + client);
        int number = client;
        asking.add(clients.submit(() -> doorman.ask(number, random, campaign.requestsUnderSwaps())));
      }
      swap(doorman, generations, campaign, layout);
      for (Future<Void> client : asking) {
        client.get();
      }
      campaign.report("auth hop of " + hop + ": " + doorman.summary());
      return doorman;
    } finally {
      clients.shutdownNow();
    }
  }

  /** The swaps are spread over the requests, and no request sees two: kubelet makes at most one a second. */
  private static void swap(Doorman doorman, Generations generations, Campaign campaign, IntFunction<Layout> layout)
      throws IOException {
    long share = campaign.requestsUnderSwaps() / generations.count();
    for (int number = 1; number < generations.count(); number++) {
      long due = share * number;
      Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1))
          .until(() -> doorman.answered() >= due && doorman.isQuiet());
      doorman.swap(number, layout.apply(number));
    }
  }

  /** An upstream that keeps every request would keep a million; nothing but the status counts here, and no connection ends. */
  private static String answeringItself(String configuration) {
    String upstream = "server unix:/run/ollakeep/upstream.sock; # instead of 127.0.0.1:11434\n";
    String answers = "server { listen unix:/run/ollakeep/upstream.sock; return 200 '{}'; }\n}\n";
    return configuration.replace("server 127.0.0.1:11434;", upstream).replace("access_log /dev/stdout access;", "access_log off;")
        .replace("keepalive_requests 10000;", "keepalive_requests 1000000000;")
        .replaceFirst("}\\s*$", answers);
  }
}
