package dev.ollakeep.testing.player;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that plays a Pod, prints the directory of its proxy and waits to be killed. */
final class KilledPlayer {

  private KilledPlayer() {}

  public static void main(String[] args) throws Exception {
    Config config = Config.fromKubeconfig(Files.readString(Path.of(args[0])));
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    PlayerSettings settings = PlayerSettings.quick(PlayerSettings.Programs.ofThisMachine().withFakeOllama()).withNamespaces(args[1]);
    Workload workload = new Workload(client, args[1], PodPlayer.start(client, settings));
    workload.create(deployment -> deployment);
    System.out.println(workload.awaitOne().rootOf("proxy"));
    Thread.currentThread().join();
  }
}
