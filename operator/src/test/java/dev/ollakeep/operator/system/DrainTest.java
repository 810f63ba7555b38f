package dev.ollakeep.operator.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.RequiresNginx;
import dev.ollakeep.testing.player.PlayedPod;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A pod that is deleted finishes what it streams: the proxy ends before Ollama, and only when it has nothing left to do. */
@RequiresApiServer
@RequiresNginx
class DrainTest {

  private static final int WORDS = 300;

  @Test
  void aStreamOutlivesTheDeletionOfItsPod(ApiServer api) throws Exception {
    try (var site = Site.open(api, "drain")) {
      site.create("hello", "storage: {type: Ephemeral}\nauth: {users: [{name: alice, role: User}]}\n");
      var login = site.login("hello", "alice");
      var old = site.pods().get(0);
      var stream = new LongStream(Site.door(old), login, WORDS, 25);
      Site.until("the stream runs", () -> old.fakeOllama().orElseThrow().generating() == 1);

      site.client().pods().inNamespace(site.namespace()).withName(old.name()).delete();
      Site.until("another pod serves", () -> site.pods().stream().anyMatch(pod -> serves(pod, old, login)));
      assertThat(stream.isRunning()).as("the stream is longer than the start of a pod").isTrue();

      assertThat(stream.whole().get(Site.PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("\"done\":true", "\"eval_count\":" + WORDS);
      Site.until("the old pod is gone", () -> site.pods().stream().noneMatch(pod -> pod.uid().equals(old.uid())));
      Site.until("ready again", () -> site.condition("hello", "Ready").filter("True"::equals).isPresent());
    }
  }

  private static boolean serves(PlayedPod pod, PlayedPod old, String login) {
    return !pod.uid().equals(old.uid()) && Site.ask(pod, "/api/version", login) == 200;
  }
}
