package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * An operator that is older than what it finds: it stands still, with everything as the newer one has left it.
 *
 * <p>Its own configuration of the proxies might not be able to read the newer one's Secrets.
 */
@RequiresApiServer
class UnreadableSecretsTest {

  @Test
  void aLayoutThatIsNotKnownIsToldAndNothingElseIsWritten(ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      Beginnings.settled(scene);
      var alices = scene.password(Beginnings.ALICE);
      var pods = scene.pods().uids();
      scene.tellLayout("2");
      scene.revive(Faults.NONE);

      Workflows.named("every secret is rotated by the request of the server").act().apply(scene);
      scene.edit("{\"image\":\"ollama/ollama:0.17.4-rocm\",\"auth\":{\"users\":[" + Beginnings.alice(",\"suspended\":true") + "]}}");

      scene.settle(() -> scene.says("Stalled", "UnsupportedLayout") && scene.says("CredentialsRotated", "UnsupportedLayout"));
      await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(60)).untilAsserted(() ->
          assertThat(scene.operator().api().writes()).allMatch(write -> write.endsWith("/status")));
      assertThat(scene.says("Ready", "AllReady")).as("clients go on working").isTrue();
      assertThat(scene.password(Beginnings.ALICE)).isEqualTo(alices);
      assertThat(scene.auth().admits("alice", alices)).isTrue();

      scene.tellLayout("1");
      scene.settle(() -> scene.stable() && scene.auth().hashes("alice").findAny().isEmpty() && !scene.has(Beginnings.BOB)
          && scene.pods().uids().stream().noneMatch(pods::contains) && scene.rolledOut());
    }
  }
}
