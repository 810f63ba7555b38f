package dev.ollakeep.operator.bench;

import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.operator.system.PersistentClient;
import dev.ollakeep.operator.system.MountedSecrets;
import dev.ollakeep.operator.system.Site;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.player.PlayerSettings;
import dev.ollakeep.testing.player.PlayerSettings.Range;
import dev.ollakeep.testing.player.PlayerSettings.Refresh;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * How fast a secret is replaced, and what it costs: {@code RotationBench [rotations]}.
 *
 * <p>A program, not a test: it prints numbers, among them the load of the machine, and judges nothing.
 */
public final class RotationBench {

  private static final Refresh INSTANT = new Refresh(Range.exactly(Duration.ZERO), Range.exactly(Duration.ZERO));
  private static final String SPEC = """
      replicas: %d
      storage: {type: Ephemeral}
      proxy: {limits: {requestsPerSecond: 10000, requestBurst: 1000, generationsPerUser: 100, generationsTotal: 1000}}
      auth: {rotation: {gracePeriod: 0s}, users: [{name: alice, role: User}, {name: bob, role: User}]}
      """;

  private static final String BOUNDS = """
      What bounds these numbers: both lines wait for volumes, once and twice; a volume follows 0.4 to 1.0 s after its pod was
      touched (without a touch after 60 to 90 s), all pods of a server side by side. The operator asks a pod that lags every
      0.5 s.
      """;

  private final ApiServer api;
  private final int rotations;

  private RotationBench(ApiServer api, int rotations) {
    this.api = api;
    this.rotations = rotations;
  }

  /** Prints everything, in some minutes. */
  public static void main(String[] arguments) throws Exception {
    int rotations = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    try (var api = ApiServer.shared()) {
      var bench = new RotationBench(api, rotations);
      Machine.print("at the start");
      bench.rotate("1 pod, volumes as late as a kubelet's (0.4 to 1.0 s after a touch)", 1, settings -> settings);
      bench.rotate("3 pods, volumes as late as a kubelet's", 3, settings -> settings);
      bench.rotate("1 pod, volumes without delay: the operator's own share", 1, settings -> settings.withRefresh(INSTANT));
      System.out.print(BOUNDS);
      Machine.print("at the end");
    }
    // Threads of the libraries would keep the process.
    System.exit(0);
  }

  private void rotate(String title, int pods, UnaryOperator<PlayerSettings> pace) throws Exception {
    var namespace = api.freshNamespace("bench");
    try (var operator = OperatorUnderTest.start(api, namespace);
        var site = Site.of(api, namespace, operator, pace);
        var mounted = new MountedSecrets(site, Duration.ZERO)) {
      site.create("bench", SPEC.formatted(pods));
      Site.until("all pods are ready", () -> (pods + "/" + pods).equals(site.server("bench").getStatus().auth().podsAtRevision()));
      var run = new Run(site, mounted);
      var bystander = new PersistentClient(Site.door(site.pods().get(0)), () -> mounted.login("bench", "bob"), Duration.ofMillis(5));
      operator.requests().clear();
      try (bystander) {
        for (int i = 1; i <= rotations; i++) {
          run.rotate(i);
        }
      }
      run.print(title);
      System.out.println("  writes a rotation   " + CallCount.perTime(operator.requests().writes(), rotations));
      var reads = operator.requests().calls().stream().filter(call -> call.startsWith("GET ")).toList();
      System.out.println("  reads a rotation    " + CallCount.perTime(reads, rotations));
      System.out.println("  another user, meanwhile: " + bystander.requests() + " requests, " + bystander.failures().size() + " failures");
    }
  }

  /** One rotation after the other, without grace, and how long each took. */
  private record Run(Site site, MountedSecrets mounted, Samples published, Samples refused) {

    Run(Site site, MountedSecrets mounted) {
      this(site, mounted, new Samples(), new Samples());
    }

    void rotate(int number) throws InterruptedException {
      var old = mounted.login("bench", "alice");
      var pods = List.copyOf(site.pods());
      var start = System.nanoTime();
      site.replace("bench", "/spec/auth/users/0/requestId", "\"" + number + "\"");
      while (mounted.login("bench", "alice").equals(old)) {
        Thread.sleep(5);
      }
      published.addSince(start);
      for (var pod : pods) {
        while (Site.ask(pod, "/api/version", old) != 401) {
          Thread.sleep(10);
        }
      }
      refused.addSince(start);
      Site.until("settled", () -> site.condition("bench", "CredentialsRotated").filter("True"::equals).isPresent());
    }

    void print(String title) {
      System.out.println(title);
      System.out.println("  request -> published          " + published);
      System.out.println("  request -> old refused by all " + refused);
    }
  }
}
