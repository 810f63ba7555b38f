package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.credentials.OperatorLogin;
import dev.ollakeep.operator.memory.RecentMemory;
import dev.ollakeep.operator.plan.PodSeen.AttackAnswer;
import dev.ollakeep.operator.plan.PodSeen.ConfigAnswer;
import dev.ollakeep.operator.resources.ProxyContainer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tries to get into a pod without a credential, as anybody on the network could.
 *
 * <p>Once for every configuration a pod runs, and again every ten minutes; a pod that let somebody in is tried every time.
 */
final class Attacks {

  private static final Duration AGAIN_AFTER = Duration.ofMinutes(10);
  private static final int OLLAMA_PORT = 11434;
  private static final OperatorLogin WRONG_PASSWORD = OperatorLogin.withPassword("wrong-on-purpose");

  private record Tried(String config, Instant at) {}

  private final Clock clock;
  private final RecentMemory<String, Tried> held;

  Attacks(Clock clock, int podsRemembered) {
    this.clock = clock;
    this.held = new RecentMemory<>(podsRemembered);
  }

  AttackAnswer on(Door door, String podUid, ConfigAnswer config) {
    if (!(config instanceof ConfigAnswer.Versions versions)) {
      return new AttackAnswer.Untried();
    }
    var now = clock.instant();
    var recent = held.get(podUid)
        .filter(tried -> tried.config().equals(versions.live()) && tried.at().plus(AGAIN_AFTER).isAfter(now));
    if (recent.isPresent()) {
      return new AttackAnswer.Held();
    }
    var answer = attack(door);
    if (answer instanceof AttackAnswer.Held) {
      held.put(podUid, new Tried(versions.live(), now));
    }
    return answer;
  }

  private static AttackAnswer attack(Door door) {
    if (door.knock(OLLAMA_PORT) instanceof Door.Answer.Said) {
      return new AttackAnswer.Breached("port " + OLLAMA_PORT + " of the pod accepts connections beside the proxy");
    }
    var without = ask(door, Optional.empty(), "no credential");
    return without instanceof AttackAnswer.Held ? ask(door, Optional.of(WRONG_PASSWORD), "a wrong password") : without;
  }

  private static AttackAnswer ask(Door door, Optional<OperatorLogin> login, String what) {
    if (!(door.get(ProxyContainer.PUBLIC_PORT, "/api/tags", login) instanceof Door.Answer.Said said)) {
      return new AttackAnswer.Untried();
    }
    if (said.status() == 401) {
      return new AttackAnswer.Held();
    }
    var isRefusedOtherwise = said.status() >= 400;
    return isRefusedOtherwise
        ? new AttackAnswer.Untried()
        : new AttackAnswer.Breached("GET /api/tags with " + what + " was answered " + said.status());
  }
}
