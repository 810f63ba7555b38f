package dev.ollakeep.operator.realcluster;

import dev.ollakeep.operator.realcluster.Crowd.Way;
import dev.ollakeep.operator.system.LeakScan;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Rotations on real kubelets under load, while pods come and go and the operator is killed: what clients lose, how long it takes. */
@Command(
    name = "rotation-on-kubelets",
    description = "Makes a server in a namespace that an installed operator looks after, and rotates its secrets under load. "
        + "The cluster is that of KUBECONFIG; its pod addresses must be reachable from here.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class RotationOnKubelets implements Callable<Integer> {

  @Option(names = "--namespace", required = true, description = "Namespace of the server; it must exist and be looked after.")
  private String namespace;

  @Option(names = "--operator-namespace", defaultValue = "ollakeep-system", description = "Namespace of the operator.")
  private String operatorNamespace;

  @Option(names = "--model", required = true,
      description = "A small completion model (GGUF); after a prompt that ends in ~ it must not stop.")
  private Path model;

  @Option(names = "--rotations", defaultValue = "50", description = "How many.")
  private int rotations;

  @Option(names = "--replicas", defaultValue = "3", description = "Pods of the server.")
  private int replicas;

  @Option(names = "--kills", defaultValue = "5", description = "In how many rotations the operator's leader is killed.")
  private int kills;

  @Option(names = "--kill-with", defaultValue = "", description = "Command that kills the operator's pod of $POD, $POD_UID, $NAMESPACE; "
      + "else it is deleted by force.")
  private String killer;

  @Option(names = "--pod-changes", defaultValue = "5", description = "In how many rotations pods are added and removed.")
  private int podChanges;

  @Option(names = "--via", defaultValue = "POD_IP", description = "Way of the requests: ${COMPLETION-CANDIDATES}.")
  private Way way;

  @Option(names = "--tokens", defaultValue = "20000", description = "Of each stream, some 200 a second.")
  private int tokens;

  @Option(names = "--source", defaultValue = "0.0.0.0/0", description = "Addresses the load comes from, for the NetworkPolicy (CIDR).")
  private String source;

  @Option(names = "--seed", description = "Repeats what was drawn.")
  private Integer seed;

  @Option(names = "--without-untouched", description = "Do not measure the volume that nobody touches, which takes a minute and a half.")
  private boolean withoutUntouched;

  public static void main(String[] arguments) {
    // Threads of the libraries would keep the process.
    System.exit(new CommandLine(new RotationOnKubelets()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    seed = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    try (var client = new KubernetesClientBuilder().build()) {
      var site = new KubeletSite(client, namespace);
      var release = new OperatorRelease(client, operatorNamespace, killer);
      release.untilWhole();
      site.create(replicas, source);
      try {
        return campaign(site, release) ? 0 : 1;
      } finally {
        site.remove();
      }
    }
  }

  private boolean campaign(KubeletSite site, OperatorRelease release) throws Exception {
    title(site.client(), release);
    var untouched = withoutUntouched ? null : new UntouchedVolume(site).measure();
    var containers = new Containers();
    containers.meet(site.readyPods());
    var crowd = new Crowd(site, way, new Model(model), tokens);
    var changes = new PodChanges(site, crowd, containers, new Random(seed));
    var problems = new ArrayList<String>();
    try (var touches = new TouchLog(site)) {
      var run = new Rotations(site, crowd.secrets(), touches);
      try (crowd) {
        crowd.begin(site.readyPods());
        rotate(run, release, changes);
      } catch (ConditionTimeoutException | ExecutionException stuck) {
        problems.add("it stopped: " + causes(stuck));
      }
      System.out.println(run);
      if (untouched != null) {
        System.out.println("  the same in a pod that nobody touches      " + untouched.get());
      }
      System.out.println(crowd.summary() + "\n  " + changes + "\n  " + release);
      problems.addAll(run.problems());
      problems.addAll(crowd.failures());
      problems.addAll(containers.changed(site.readyPods()));
      return verdict(problems, site, crowd, release);
    }
  }

  private static String causes(Throwable failure) {
    return Stream.iterate(failure, it -> it != null, Throwable::getCause).map(Throwable::toString).collect(Collectors.joining(", since "));
  }

  private void rotate(Rotations run, OperatorRelease release, PodChanges changes) throws Exception {
    var disturbances = new Disturbances(seed, rotations)
        .with("operator killed", kills, release::killLeader).with("pods changed", podChanges, changes::happen);
    for (int number = 1; number <= rotations; number++) {
      release.untilWhole();
      run.rotate(number, "run-" + seed + "-" + number, disturbances.of(number));
      changes.finish();
    }
  }

  private void title(KubernetesClient client, OperatorRelease release) {
    System.out.printf("%d rotations on %d pods, requests by %s, seed %d%n", rotations, replicas, way, seed);
    System.out.printf("Kubernetes %s, operator with %s%n", client.getKubernetesVersion().getGitVersion(), release.settings(".*PROBE.*"));
  }

  private boolean verdict(List<String> problems, KubeletSite site, Crowd crowd, OperatorRelease release) {
    problems.forEach(problem -> System.out.println("  NOT AS PROMISED: " + problem));
    System.out.println("  " + (problems.isEmpty()
        ? "no request failed, no stream was cut, no container was restarted, every old secret is refused"
        : problems.size() + " things were not as promised"));
    var scan = new LeakScan(site.client(), namespace, crowd.secrets().known());
    System.out.println("  " + scan.nothingLeaked(release.log(), logs(site)));
    return problems.isEmpty();
  }

  private Map<String, Reader> logs(KubeletSite site) {
    var logs = new TreeMap<String, Reader>();
    for (var pod : site.readyPods()) {
      for (var container : List.of("proxy", "ollama")) {
        var name = pod.getMetadata().getName();
        // Whole, since a connection that is read only when its turn comes is closed before.
        var text = site.client().pods().inNamespace(namespace).withName(name).inContainer(container).getLog();
        logs.put("log " + name + "/" + container, new StringReader(text));
      }
    }
    return logs;
  }
}
