package dev.ollakeep.operator.credentials;

import dev.ollakeep.api.v1alpha1.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** Things that people, nodes, clocks and rival controllers do to a server, drawn at random. */
final class Disturbance {

  private static final List<String> NAMES = List.of("ann", "ben", "cid", "dot");
  private static final List<String> PASSWORDS = List.of(
      "first supplied secret 1", "second one, supplied 22", "third: supplied again 3", "weak", "ollama-is-my-secret-9");
  private static final List<String> GRACES = List.of("0s", "1h", "24h", "24h");
  private static final List<String> INTERVALS = List.of("1h", "48h", "720h");

  private final Simulation sim;
  private final Random random;
  private int requests;
  private Instant latest;

  Disturbance(Simulation sim, Random random) {
    this.sim = sim;
    this.random = random;
    this.latest = sim.now;
  }

  /** Does one of them and says which. */
  String strike() {
    return switch (random.nextInt(10)) {
      case 0, 1, 2 -> editUser(any(List.copyOf(sim.sketch.users().keySet())));
      case 3 -> editServer();
      case 4 -> editList();
      case 5, 6 -> passTime();
      case 7, 8 -> shakePods();
      default -> tamper(any(List.copyOf(sim.sketch.users().keySet())));
    };
  }

  private String editUser(String user) {
    var at = random.nextInt(9);
    switch (at) {
      case 0, 1 -> sim.sketch.request(user, "r" + ++requests);
      case 2 -> sim.sketch.grace(user, any(List.of("0s", "1h", "24h")));
      case 3 -> sim.sketch.suspended(user, random.nextBoolean());
      case 4 -> sim.sketch.expires(user,
          random.nextBoolean() ? null : sim.now.plusSeconds(random.nextInt(7200) - 1800).toString());
      case 5 -> sim.sketch.role(user, Role.values()[random.nextInt(4)]);
      case 6 -> sim.sketch.source(user, random.nextBoolean() ? null : "source-of-" + user);
      default -> sim.supply("source-of-" + user, any(PASSWORDS), random.nextInt(5) > 0);
    }
    return "edit " + at + " of " + user;
  }

  private String editServer() {
    var at = random.nextInt(6);
    switch (at) {
      case 0, 1 -> sim.sketch.request("s" + ++requests);
      case 5 -> sim.sketch.interval(random.nextInt(3) == 0 ? null : any(INTERVALS));
      case 2 -> sim.sketch.grace(any(GRACES));
      case 3 -> sim.sketch.lockdown(random.nextBoolean());
      default -> sim.sketch.paused(random.nextInt(3) == 0);
    }
    return "edit " + at + " of the server";
  }

  private String editList() {
    var user = any(NAMES);
    if (!sim.sketch.users().containsKey(user)) {
      sim.sketch.user(user, Role.USER);
      return "add " + user;
    }
    if (sim.sketch.users().size() > 1) {
      sim.sketch.remove(user);
      sim.invariants.tamperedWith(user);
    }
    return "remove " + user;
  }

  private String passTime() {
    var back = random.nextInt(8) == 0 && sim.secrets.containsKey("hello-proxy-auth");
    var seconds = back ? -random.nextInt(100_000) : random.nextInt(random.nextBoolean() ? 90 : 100_000);
    pass(seconds);
    return seconds + " seconds pass";
  }

  private void pass(long seconds) {
    sim.pass(Duration.ofSeconds(seconds));
    latest = latest.isBefore(sim.now) ? sim.now : latest;
  }

  private String shakePods() {
    if (sim.pods.isEmpty() || sim.pods.size() < 4 && random.nextInt(4) == 0) {
      var pod = new SimulatedPod("pod-" + random.nextInt(1_000_000), sim.now);
      pod.started = random.nextBoolean();
      pod.mounted = sim.auth();
      sim.pods.add(pod);
      return "new " + pod.name;
    }
    var pod = any(sim.pods);
    var at = random.nextInt(7);
    switch (at) {
      case 0 -> pod.heldBack = true;
      case 1 -> pod.silent = !pod.silent;
      case 2 -> pod.notReadySince = sim.now;
      case 3 -> end(pod);
      default -> start(pod);
    }
    return "pod event " + at + " of " + pod.name;
  }

  private void end(SimulatedPod pod) {
    if (pod.portClosed) {
      sim.pods.remove(pod);
    }
    pod.portClosed = pod.ending;
    pod.ending = true;
  }

  private void start(SimulatedPod pod) {
    pod.started = true;
    pod.silent = false;
    pod.recover(sim.auth());
  }

  private String tamper(String user) {
    var credentials = sim.sketch.secretOf(user);
    var at = random.nextInt(6);
    if (at == 0 && sim.secrets.containsKey(credentials)) {
      sim.invariants.tamperedWith(user);
      sim.secrets.remove(credentials);
    } else if (at == 1 && sim.secrets.containsKey(credentials)) {
      sim.invariants.tamperedWith(user);
      sim.edit(credentials, "password", "typed in by somebody " + random.nextInt(100));
    } else if (at == 2 && sim.secrets.containsKey(credentials)) {
      sim.edit(credentials, "host", "elsewhere");
    } else if (at == 3) {
      sim.secrets.remove("hello-proxy-auth");
      // A clock that has gone back, too, and pods that do not answer would leave no trace of the last revision.
      pass(Math.max(0, Duration.between(sim.now, latest).toSeconds()) + 120);
      sim.invariants.tamperedWith(sim.sketch.users().keySet().toArray(String[]::new));
      sim.invariants.tamperedWith("ollakeep");
    } else if (at == 4 && sim.secrets.containsKey("hello-proxy-auth")) {
      sim.edit("hello-proxy-auth", "role.admin.mallory", "");
    } else {
      sim.secrets.remove("hello-auth-next");
    }
    return "tampering " + at + " with " + user;
  }

  /** Ends every trouble, as after a day of repairs. */
  void relent() {
    sim.sketch.paused(false).lockdown(false).interval(null);
    sim.pods.removeIf(pod -> pod.ending);
    sim.pods.forEach(this::start);
    for (var user : sim.sketch.users().keySet()) {
      sim.supply("source-of-" + user, PASSWORDS.get(0) + user.hashCode(), true);
    }
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
