package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import dev.ollakeep.testing.ollama.FakeOllama;
import dev.ollakeep.testing.player.PlayedPod;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Pods that run, but not as they should. */
final class ProxySituations {

  private static final String SPEC = """
      storage: {type: Ephemeral}
      auth: {users: [{name: alice, role: User}]}
      """;
  private static final String OPERATORS = "ollakeep-system";
  private static final int INTERNAL_PORT = 8081;
  private static final int OLLAMA_PORT = 11434;

  private ProxySituations() {}

  static List<BrokenSituation> all() {
    return List.of(
        BrokenSituation.of("The proxy refuses its configuration", place -> {
          place.readyServer(SPEC + "proxy: {image: '" + OldNginx.IMAGE + "'}\n");
          place.edit("{\"proxy\":{\"limits\":{\"requestsPerSecond\":" + OldNginx.UNKNOWN + "}}}");
          until("the proxy has tried it", () -> place.pod().log("proxy").contains("unknown directive"));
        }),
        BrokenSituation.of("The server let an attack through", place -> {
          place.readyServer(SPEC);
          var open = FakeOllama.start(new InetSocketAddress(place.pod().podIp(), OLLAMA_PORT));
          place.others().leftovers().add(open);
          // A pod is attacked once for every configuration.
          place.edit("{\"proxy\":{\"limits\":{\"requestBurst\":7}}}");
          until("the operator sees the new configuration in use",
              () -> place.isUpToDate() && place.says("ProxyConfigured", "Live"));
        }).until((place, output) -> place.says("Ready", "ScaledToZero") && !place.conditions().contains("ProbeGotThrough")));
  }

  /** Those that need the operator's clock to go faster. */
  static List<BrokenSituation> slow() {
    return List.of(
        BrokenSituation.of("A rotation does not end", place -> {
          place.readyServer(SPEC);
          silence(place, place.pod());
          rotateInVain(place);
          place.others().clock().jump(Duration.ofMinutes(11));
        }).until((place, output) -> place.isReady() && place.says("CredentialsRotated", "InGrace")),
        BrokenSituation.of("Pods do not answer the operator", place -> {
          place.readyServer(SPEC);
          denyEgress(place);
          var pod = place.pod();
          silence(place, pod);
          place.meanwhile(() -> deliverOnceAllowed(place, pod));
          rotateInVain(place);
          place.others().clock().jump(Duration.ofMinutes(1));
        }));
  }

  private static void denyEgress(Place place) {
    place.namespace(OPERATORS);
    place.create("""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: default-deny-egress, namespace: ollakeep-system}
        spec: {podSelector: {}, policyTypes: [Egress]}
        """);
  }

  /**
   * What a policy drops, nobody answers: connections are taken and nothing comes back.
   *
   * <p>Until the operator has heard of the other address it asks the pod itself, which must not come to know a new secret meanwhile.
   */
  private static void silence(Place place, PlayedPod pod) throws IOException {
    pod.hold();
    var silent = new ServerSocket();
    while (!silent.isBound()) {
      var random = ThreadLocalRandom.current();
      try {
        silent.bind(new InetSocketAddress("127.200." + random.nextInt(256) + "." + random.nextInt(1, 255), INTERNAL_PORT));
      } catch (IOException taken) {
        silent = new ServerSocket();
      }
    }
    place.others().leftovers().add(silent);
    pod.tellAddress(silent.getInetAddress().getHostAddress());
  }

  /** Returns when the operator says that it waits, and has got no answer: one that hears late of pods waits for the held one first. */
  private static void rotateInVain(Place place) {
    place.edit("{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}");
    until("it waits for a pod that does not answer",
        () -> place.says("CredentialsRotated", "WaitingForPods") && !place.says("ProxyConfigured", "Live"));
  }

  private static void deliverOnceAllowed(Place place, PlayedPod pod) {
    if (place.client().network().v1().networkPolicies().inNamespace(OPERATORS).withName("default-deny-egress").get() == null) {
      pod.tellAddress(pod.podIp());
      pod.release();
    }
  }
}
