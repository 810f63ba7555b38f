package dev.ollakeep.operator.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.status.AuthReport;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What must never be broken, whatever happens, checked after every write.
 *
 * <p>It reads Secrets with {@link Peek} and keeps its own history; it asks the product nothing.
 */
final class Invariants {

  private static final String AUTH = "hello-proxy-auth";
  private static final String JOURNAL = "hello-auth-next";
  private static final Instant IN_USE = Instant.parse("9999-01-01T00:00:00Z");

  /** When each secret that clients ever read was replaced; {@link #IN_USE} while it is not. */
  private final Map<String, Map<String, Instant>> replacedAt = new HashMap<>();
  private final Map<String, Long> establishedAt = new HashMap<>();
  private final Map<String, Set<String>> everPrevious = new HashMap<>();
  private final Set<String> secrets = new HashSet<>();
  private final Set<String> tampered = new HashSet<>();
  private long newestRevision;
  private int every = 1;

  /** Looks only after every so many writes: with a hundred users, looking would be most of what a test does. */
  void lookEvery(int writes) {
    every = writes;
  }

  /** A secret that must not show up anywhere else from now on. */
  void learn(String secret) {
    secrets.add(secret);
  }

  /** Somebody has changed the user's objects by hand: promises about old secrets no longer hold for this user. */
  void tamperedWith(String... users) {
    for (var user : users) {
      tampered.add(user);
      establishedAt.remove(user);
    }
  }

  boolean mayWrite(Secret seen) {
    return seen == null || seen.getMetadata().getOwnerReferences().stream()
        .anyMatch(owner -> owner.getUid().equals(Sketch.UID))
        && seen.getMetadata().getLabels().containsKey("ollakeep.dev/component");
  }

  void afterStep(Simulation sim, Map<String, Secret> before, CredentialStep step) {
    if (step.secretName().equals(JOURNAL)) {
      if (sim.secrets.containsKey(JOURNAL)) {
        secrets.addAll(Peek.data(sim.secrets.get(JOURNAL)).values());
      }
    } else if (step.secretName().equals(AUTH)) {
      authWritten(sim, before.containsKey(AUTH) ? Peek.data(before.get(AUTH)) : Map.of());
    } else {
      credentialWritten(sim, before, step.secretName());
    }
    if (sim.steps % every == 0) {
      noLeak(sim, step);
      check(sim);
    }
  }

  /** The same, while nothing is written. */
  void look(Simulation sim) {
    if (sim.steps % every == 0) {
      check(sim);
    }
  }

  /** Invariant 1, and what may be said of any moment. */
  void check(Simulation sim) {
    for (var user : users(sim)) {
      var credential = sim.secrets.get(sim.sketch.secretOf(user));
      if (!sim.sketch.admits(user, sim.now) || credential == null || !mayWrite(credential)) {
        establishedAt.remove(user);
        continue;
      }
      var password = Peek.password(credential);
      if (Peek.accepts(sim.auth(), user, password)) {
        establishedAt.putIfAbsent(user, Peek.revision(sim.auth()));
      }
      if (establishedAt.containsKey(user)) {
        assertThat(sim.auth().isEmpty() || Peek.accepts(sim.auth(), user, password))
            .as("1: the proxies' Secret accepts what clients of %s read", user).isTrue();
        sim.pods.stream()
            .filter(pod -> pod.mayServe(sim.now) && Peek.revision(pod.mounted) >= establishedAt.get(user))
            .forEach(pod -> assertThat(Peek.accepts(pod.mounted, user, password))
                .as("1: pod %s accepts what clients of %s read", pod.name, user).isTrue());
      }
    }
  }

  private void authWritten(Simulation sim, Map<String, String> before) {
    var after = sim.auth();
    if (after.equals(before)) {
      return;
    }
    assertThat(Peek.revision(after)).as("8: the revision grows").isGreaterThan(newestRevision);
    newestRevision = Peek.revision(after);
    assertThat(Peek.layoutsAgree(after)).as("both layouts say the same: %s", after.keySet()).isTrue();
    var users = new HashSet<>(replacedAt.keySet());
    users.addAll(users(sim));
    for (var user : users) {
      var current = Peek.hashes(after, "htpasswd", user);
      var previous = Peek.hashes(after, "htpasswd.previous", user);
      assertThat(current.size()).as("5: one current hash of %s", user).isLessThanOrEqualTo(1);
      assertThat(previous.size()).as("5: one previous hash of %s", user).isLessThanOrEqualTo(1);
      var known = everPrevious.computeIfAbsent(user, any -> new HashSet<>());
      assertThat(current).as("5: no hash of %s moves back to current", user).noneMatch(known::contains);
      known.addAll(previous);
      durable(sim, user, before, after);
      keepsItsTime(sim, user, before, after);
    }
  }

  private void durable(Simulation sim, String user, Map<String, String> before, Map<String, String> after) {
    var stored = new ArrayList<String>();
    if (sim.secrets.containsKey(JOURNAL)) {
      stored.add(Peek.data(sim.secrets.get(JOURNAL)).get(user));
    }
    var credential = users(sim).contains(user) ? sim.secrets.get(sim.sketch.secretOf(user)) : null;
    if (credential != null) {
      stored.add(Peek.password(credential));
    }
    var known = all(before, user);
    all(after, user).stream().filter(hash -> !known.contains(hash)).forEach(hash ->
        assertThat(stored.stream().anyMatch(secret -> secret != null && Peek.verifies(hash, secret)))
            .as("3: the new hash of %s belongs to a secret that is written down", user).isTrue());
  }

  private void keepsItsTime(Simulation sim, String user, Map<String, String> before, Map<String, String> after) {
    var free = !sim.sketch.admits(user, sim.now) || sim.sketch.graceOf(user).isZero() || tampered.contains(user);
    if (before.isEmpty() || free) {
      return;
    }
    replacedAt.getOrDefault(user, Map.of()).forEach((secret, replaced) -> {
      if (Peek.accepts(before, user, secret) && !Peek.accepts(after, user, secret)) {
        assertThat(replaced.plus(sim.sketch.graceOf(user)))
            .as("2: a secret of %s is dropped after its grace", user).isBeforeOrEqualTo(sim.now);
        servingPodsAccept(sim, user, "2: before a secret is dropped");
      }
    });
  }

  private void credentialWritten(Simulation sim, Map<String, Secret> before, String name) {
    for (var user : users(sim)) {
      if (!sim.sketch.secretOf(user).equals(name) || !sim.secrets.containsKey(name)) {
        continue;
      }
      var old = before.get(name);
      var password = sim.secretOf(user);
      learn(password);
      if (old == null || !password.equals(Peek.password(old))) {
        servingPodsAccept(sim, user, "4: before a secret is published");
        var history = replacedAt.computeIfAbsent(user, any -> new TreeMap<>());
        history.replaceAll((secret, replaced) -> replaced.equals(IN_USE) ? sim.now : replaced);
        history.put(password, IN_USE);
        tampered.remove(user);
      }
    }
  }

  private static void servingPodsAccept(Simulation sim, String user, String why) {
    sim.pods.stream().filter(pod -> pod.mayServe(sim.now)).forEach(pod -> {
      var internalOnly = user.equals("ollakeep") && sim.sketch.lockdown();
      var accepts = internalOnly
          ? Peek.internalDoorAccepts(pod.mounted, sim.secretOf(user))
          : Peek.accepts(pod.mounted, user, sim.secretOf(user));
      assertThat(accepts).as("%s, pod %s accepts the newest of %s", why, pod.name, user).isTrue();
    });
  }

  /** Invariant 7: a secret is only where secrets are meant to be. */
  private void noLeak(Simulation sim, CredentialStep step) {
    var text = new StringBuilder(step.toString()).append(step.announcements());
    sim.secrets.values().forEach(secret -> text.append(secret.getMetadata()));
    sim.auth().values().forEach(text::append);
    var decision = sim.decide();
    text.append(decision).append(AuthReport.of(sim.sketch.spec(sim.now), decision)).append(sim.sketch.spec(sim.now));
    var shown = text.toString();
    for (var secret : secrets) {
      assertThat(shown).doesNotContain(secret)
          .doesNotContain(Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static List<String> all(Map<String, String> auth, String user) {
    var all = new ArrayList<String>();
    List.of("htpasswd", "htpasswd.previous", "htpasswd.operator").forEach(file -> all.addAll(Peek.hashes(auth, file, user)));
    return all;
  }

  private static Set<String> users(Simulation sim) {
    var users = new HashSet<>(sim.sketch.users().keySet());
    users.add("ollakeep");
    return users;
  }
}
