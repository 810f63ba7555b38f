package dev.ollakeep.operator.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ollakeep.testing.ApiServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.awaitility.core.ConditionTimeoutException;

/** One server that becomes one spec after the other, beside one that is made anew from each of them. */
final class TransitionChain implements AutoCloseable {

  /** What a spec must come to for its end to be known: nobody waits for anything that is not there. */
  private static final Set<String> COMPLETE = Set.of("AllReady", "ScaledToZero", "Lockdown", "NoActiveUser");
  private static final Duration LATE = Duration.ofSeconds(20);
  private static final int MOST_FAILURES = 3;

  /** The end of a server that was created with a spec. */
  private record Fresh(SortedMap<String, String> state, Optional<String> template, String ready, String story) {
    boolean isComplete() {
      return story.isEmpty();
    }
  }

  /** Nothing is made for a new server that is paused, and nothing is taken from one that becomes it. */
  private static final Fresh PAUSED = new Fresh(new TreeMap<>(), Optional.empty(), "", "paused");

  private static final Set<String> PUBLISHED = Set.of("Stable", "InGrace");

  /** What came of a chain. */
  record Result(long seed, int passed, int incomplete, Map<Detour, Integer> detours, Coverage coverage, List<String> failures) {}

  private final long seed;
  private final ObjectNode volume;
  private final Random random;
  private final SpecGenerator specs;
  private final Coverage coverage;
  private final ChangingServer changing;
  private final ChangingServer anew;
  private final List<String> failures = new ArrayList<>();
  private final Map<Detour, Integer> detours = new EnumMap<>(Detour.class);
  private ObjectNode last;
  private Fresh lastFresh;
  private boolean podsKnown;
  private int passed;
  private int incomplete;

  TransitionChain(ApiServer api, JsonNode schema, long seed, ObjectNode volume) {
    this.seed = seed;
    this.volume = volume;
    this.random = new Random(seed);
    this.specs = new SpecGenerator(schema, random);
    this.coverage = new Coverage(schema);
    var clock = new ShiftedClock();
    this.changing = new ChangingServer(api, clock, seed);
    this.anew = new ChangingServer(api, clock, seed);
  }

  Result run(int transitions) {
    begin();
    while (passed < transitions && failures.size() < MOST_FAILURES) {
      step();
    }
    return new Result(seed, passed, incomplete, detours, coverage, failures);
  }

  private void begin() {
    var spec = SpecGenerator.LEAST.deepCopy();
    spec.setAll(volume);
    do {
      last = specs.next(spec, anew::couldBe, List.of());
      lastFresh = fresh(last);
    } while (!lastFresh.isComplete());
    coverage.saw(last);
    changing.create(last);
    changing.rest(() -> changing.reason("Ready").equals(lastFresh.ready()));
    podsKnown = true;
  }

  private void step() {
    var next = specs.next(last, changing::mayBecome, coverage.constant());
    coverage.saw(next);
    var fresh = next.path("paused").asBoolean() ? PAUSED : fresh(next);
    if (!fresh.isComplete()) {
      incomplete++;
      System.out.printf("seed %d: %s is waited for%n", seed, fresh.story());
      podsKnown = false;
      changing.become(next);
      changing.rest(() -> true);
      return;
    }
    var number = passed++;
    var detour = Detour.values()[random.nextInt(Detour.values().length)];
    detours.merge(detour, 1, Integer::sum);
    var before = changing.pods();
    var wrong = walk(detour, next, fresh, number % 2 == 1);
    if (wrong.isEmpty() && podsKnown && !detour.changesPods()) {
      wrong = pods(before, fresh);
    }
    System.out.printf("seed %d, transition %d, %s, %s: %s%n", seed, number, detour, fresh.ready(), wrong.isEmpty() ? "equal" : "different");
    if (wrong.isPresent()) {
      failures.add("seed %d, transition %d, %s%s: %s\n  from %s\n  to %s".formatted(
          seed, number, detour, number % 2 == 1 ? ", restarted" : "", wrong.get(), last, next));
      System.out.println(failures.get(failures.size() - 1));
    }
    last = next;
    lastFresh = fresh;
    podsKnown = true;
  }

  /** What is wrong at the end, if anything. */
  private Optional<String> walk(Detour detour, ObjectNode next, Fresh fresh, boolean restarted) {
    try {
      detour.take(changing, specs, next, random);
      if (restarted) {
        changing.revive(random.nextBoolean() ? Faults.once(Fate.DIE_AFTER, 1 + random.nextInt(4)) : Faults.NONE);
      }
      changing.become(next);
      survive(() -> changing.reason("Ready").equals(fresh.ready()));
      return difference(fresh).or(this::stillWriting);
    } catch (ConditionTimeoutException never) {
      return Optional.of("never came to rest as " + fresh.ready() + ": " + changing.story());
    }
  }

  /** At rest with an operator that lives: the write that one dies of may still be under way when the server is as it should be. */
  private void survive(BooleanSupplier goal) {
    changing.rest(goal);
    changing.operator().api().play(Faults.NONE);
    changing.rest(goal);
    if (changing.operator().isDead()) {
      changing.revive(Faults.NONE);
      changing.rest(goal);
    }
  }

  /** A grace period of the default length ends first, also of a rotation that an operator that died has left to the next. */
  private Optional<String> difference(Fresh fresh) {
    changing.rest(() -> PUBLISHED.contains(changing.reason("CredentialsRotated")));
    if (changing.reason("CredentialsRotated").equals("InGrace")) {
      changing.passDay();
    }
    var found = new AtomicReference<>(Optional.of("the end was not looked at"));
    try {
      await().atMost(LATE).pollInterval(Duration.ofMillis(200)).until(() -> {
        found.set(Exemptions.difference(changing.state(), fresh.state()));
        return found.get().isEmpty();
      });
    } catch (ConditionTimeoutException different) {
      return found.get().map(what -> what + "\n  with the pods " + changing.podsAsStored() + ", " + changing.story());
    }
    return Optional.empty();
  }

  private Optional<String> stillWriting() {
    changing.rest(() -> true);
    changing.operator().api().play(Faults.NONE);
    await().pollDelay(Duration.ofMillis(700)).until(() -> true);
    var writes = changing.operator().api().writes();
    return writes.isEmpty() ? Optional.empty() : Optional.of("still writes " + writes);
  }

  /** Pods are made anew if, and only if, a new server's would be others than those of the former spec. */
  private Optional<String> pods(Set<String> before, Fresh fresh) {
    var kept = new HashSet<>(before);
    kept.retainAll(changing.pods());
    var sameTemplate = fresh.template().equals(lastFresh.template());
    var expected = sameTemplate ? Math.min(before.size(), changing.pods().size()) : 0;
    return kept.size() == expected ? Optional.empty() : Optional.of(
        kept.size() + " pods stayed instead of " + expected + "; templates " + lastFresh.template() + " and " + fresh.template());
  }

  private Fresh fresh(ObjectNode spec) {
    anew.create(spec);
    try {
      await().atMost(Duration.ofSeconds(60)).pollInterval(ChangingServer.POLL).until(() ->
          anew.isAtRest() && (isComplete(anew) || anew.isQuietForLong() && !anew.reason("Ready").equals("PodsNotReady")));
      if (isComplete(anew)) {
        anew.rest(() -> anew.reason("CredentialsRotated").equals("Stable"));
      }
      return new Fresh(anew.state(), anew.template(), anew.reason("Ready"), isComplete(anew) ? "" : anew.waiting());
    } catch (ConditionTimeoutException never) {
      return new Fresh(anew.state(), anew.template(), anew.reason("Ready"), "for ever, " + anew.waiting());
    } finally {
      anew.remove();
    }
  }

  private static boolean isComplete(ChangingServer server) {
    return COMPLETE.contains(server.reason("Ready")) && server.waiting().isEmpty();
  }

  @Override
  public void close() {
    changing.close();
    anew.close();
  }
}
