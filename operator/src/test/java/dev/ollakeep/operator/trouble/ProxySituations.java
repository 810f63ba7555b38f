package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import dev.ollakeep.testing.player.PlayedPod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.net.InetAddress;
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
  private static final String ROTATE = "{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}";
  private static final String OPERATORS = "ollakeep-system";
  private static final int INTERNAL_PORT = 8081;
  private static final int OLLAMA_PORT = 11434;

  private ProxySituations() {}

  static List<Situation> all() {
    return List.of(
        Situation.of("The proxy refuses its configuration", place -> {
          place.readyServer(SPEC + "proxy: {image: '" + OldNginx.IMAGE + "'}\n");
          place.edit("{\"proxy\":{\"limits\":{\"requestsPerSecond\":" + OldNginx.UNKNOWN + "}}}");
          until("the proxy has tried it", () -> place.pod().log("proxy").contains("unknown directive"));
        }),
        Situation.of("The server let an attack through", place -> {
          place.readyServer(SPEC);
          var open = new ServerSocket(OLLAMA_PORT, 8, InetAddress.getByName(place.pod().podIp()));
          place.others().leftovers().add(open);
          // A pod is attacked once for every configuration.
          place.edit("{\"proxy\":{\"limits\":{\"requestBurst\":7}}}");
          until("the operator sees the new configuration in use",
              () -> place.isUpToDate() && place.says("ProxyConfigured", "Live"));
        }).until((place, output) -> place.says("Ready", "ScaledToZero") && !place.conditions().contains("ProbeGotThrough")));
  }

  /** Those that need the operator's clock to go faster. */
  static List<Situation> slow() {
    return List.of(
        Situation.of("A rotation does not end", place -> {
          place.readyServer(SPEC);
          drop(place, place.pod());
          place.edit(ROTATE);
          until("it waits for the pod", () -> place.says("CredentialsRotated", "WaitingForPods"));
          place.others().clock().jump(Duration.ofMinutes(11));
        }).until((place, output) -> place.isReady() && place.says("CredentialsRotated", "InGrace")),
        Situation.of("Pods do not answer the operator", place -> {
          place.readyServer(SPEC);
          denyEgress(place);
          var pod = place.pod();
          drop(place, pod);
          place.meanwhile(() -> deliverOnceAllowed(place, pod));
          place.edit(ROTATE);
          until("it waits for the pod", () -> place.says("CredentialsRotated", "WaitingForPods"));
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

  /** What a policy drops, nobody answers: connections are taken and nothing comes back. */
  private static void drop(Place place, PlayedPod pod) throws IOException {
    var silent = new ServerSocket();
    while (!silent.isBound()) {
      var random = ThreadLocalRandom.current();
      var address = "127.200." + random.nextInt(256) + "." + random.nextInt(1, 255);
      try {
        silent.bind(new InetSocketAddress(address, INTERNAL_PORT));
        tell(place, pod, address);
      } catch (IOException taken) {
        silent = new ServerSocket();
      }
    }
    place.others().leftovers().add(silent);
  }

  private static void deliverOnceAllowed(Place place, PlayedPod pod) {
    if (place.client().network().v1().networkPolicies().inNamespace(OPERATORS).withName("default-deny-egress").get() == null) {
      tell(place, pod, pod.podIp());
    }
  }

  private static void tell(Place place, PlayedPod pod, String address) {
    place.client().pods().inNamespace(place.namespace()).withName(pod.name()).subresource("status").patch(
        PatchContext.of(PatchType.JSON_MERGE),
        "{\"status\":{\"podIP\":\"%1$s\",\"podIPs\":[{\"ip\":\"%1$s\"}]}}".formatted(address));
  }
}
