package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import dev.ollakeep.testing.SideBySide;
import io.fabric8.kubernetes.api.model.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The story of a server: everything that happens to it is told, and once, whatever fails meanwhile. */
@RequiresApiServer
class ToldOnceTest {

  private static final int LATE_MILLIS = 2_000;
  /** A call is repeated twice by the client: the first reconcile that comes so far fails. */
  private static final int FOR_GOOD = 3;

  /** What goes wrong while a server is created and then scaled to zero. */
  enum Trouble {
    NONE(call -> false, Fate.PASS, 0),
    A_STATUS_CANNOT_BE_WRITTEN(call -> call.toString().endsWith("ollamaservers/s/status"), Fate.INTERNAL_ERROR, FOR_GOOD),
    A_SERVICE_CANNOT_BE_WRITTEN(call -> call.isWrite() && call.toString().endsWith("services/s"), Fate.INTERNAL_ERROR, FOR_GOOD),
    ANSWERS_TO_EVENTS_ARE_LOST(call -> call.toString().equals("POST events"), Fate.APPLIED_RESET, 1) {
      @Override
      Fate of(int hit) {
        return hit % 2 == 1 ? Fate.APPLIED_RESET : Fate.PASS;
      }
    },
    /** Pods apart: there is no telling one that a watch has not told of yet from one that is gone. */
    WATCHES_ARE_LATE(call -> false, Fate.PASS, 0) {
      @Override
      WatchFate ofWatch(ApiCall call) {
        return call.uri().getPath().endsWith("/pods") ? WatchFate.UNHARMED : WatchFate.delayed(LATE_MILLIS);
      }
    };

    private final Predicate<ApiCall> concerned;
    private final Fate fate;
    private final int most;

    Trouble(Predicate<ApiCall> concerned, Fate fate, int most) {
      this.concerned = concerned;
      this.fate = fate;
      this.most = most;
    }

    Fate of(int hit) {
      return hit <= most ? fate : Fate.PASS;
    }

    WatchFate ofWatch(ApiCall call) {
      return WatchFate.UNHARMED;
    }

    Script script() {
      return new Script(this, new AtomicInteger());
    }
  }

  private record Script(Trouble trouble, AtomicInteger hits) implements Faults {
    @Override
    public Fate of(ApiCall call, int write) {
      return trouble.concerned.test(call) ? trouble.of(hits.incrementAndGet()) : Fate.PASS;
    }

    @Override
    public WatchFate ofWatch(ApiCall call) {
      return trouble.ofWatch(call);
    }
  }

  @SideBySide
  @ParameterizedTest
  @EnumSource
  void whatHappensIsToldOnce(Trouble trouble, ApiServer api) {
    try (var scene = new Scene(api, new ShiftedClock(), 1)) {
      var script = trouble.script();
      scene.revive(script);
      scene.settle(Beginnings.create(scene));
      scene.edit("{\"replicas\":0}");
      scene.settle(() -> scene.says("Ready", "ScaledToZero"));

      var told = scene.lying().told();
      assertThat(script.hits().get()).as("faults").isGreaterThanOrEqualTo(trouble.most);
      assertThat(told).allSatisfy(event -> assertThat(event.getCount()).as(event.getMessage()).isEqualTo(1));
      assertThat(objects(told, "created ")).containsExactlyInAnyOrder(
          "ConfigMap s-proxy", "NetworkPolicy s", "Service s", "Deployment s", "PodDisruptionBudget s");
      assertThat(objects(told, "deleted ")).containsExactly("PodDisruptionBudget s");
      assertThat(reasons(told)).contains("AllReady", "ScaledToZero").doesNotContain("Resumed");
      assertThat(reasons(told).stream().filter("RotationStarted"::equals)).hasSize(1);
      assertThat(reasons(told).stream().filter("CredentialsPublished"::equals)).as("alice, bob and the operator").hasSize(3);
    }
  }

  private static List<String> reasons(List<Event> events) {
    return events.stream().map(Event::getReason).collect(Collectors.toCollection(ArrayList::new));
  }

  private static Stream<String> objects(List<Event> events, String verb) {
    return events.stream().map(Event::getMessage).filter(message -> message.startsWith(verb))
        .flatMap(message -> Arrays.stream(message.substring(verb.length()).split(", ")));
  }
}
