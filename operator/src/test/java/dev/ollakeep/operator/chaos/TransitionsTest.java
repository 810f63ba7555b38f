package dev.ollakeep.operator.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.operator.system.Campaign;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Any spec from any other: however a server has come to a spec, it ends as one that was created with it.
 *
 * <p>{@code soak.transitions} says how many there are, in {@code soak.chains} servers side by side; {@code soak.seed} repeats them.
 */
@Isolated("serves a newer CRD, and classes that all tests of the API server share")
@RequiresApiServer
class TransitionsTest {

  private static final int BOUNDED = 16;
  /** New ways are tried by the long campaign; the ordinary run is about what was changed in the sources. */
  private static final long USUAL_SEED = 323_150;
  private static final int TRANSITIONS = Integer.getInteger("soak.transitions", BOUNDED);
  private static final int CHAINS = Integer.getInteger("soak.chains", 4);
  /** So many transitions that each field can be asked to have changed. */
  private static final int ENOUGH = 500;

  @Test
  void everyEndIsThatOfAFreshServer(ApiServer api) throws Exception {
    OperatorUnderTest.installCrd(api);
    var campaign = TRANSITIONS == BOUNDED ? new Campaign("transitions", USUAL_SEED) : new Campaign("transitions");
    try (var schema = new NewerSchema(api.client()); var classes = Surroundings.ofTheCluster(api.client())) {
      assertThat(classes).isNotNull();
      var known = schema.ofThisVersion();
      inForce(api, schema);
      var results = run(api, known, campaign);
      var coverage = new Coverage(known);
      results.forEach(result -> coverage.add(result.coverage()));
      results.forEach(result -> campaign.report(told(result)));
      campaign.report(coverage.fields() + " fields, the same all the time: " + coverage.constant());
      assertThat(results.stream().flatMap(result -> result.failures().stream()).toList()).isEmpty();
      assertThat(results.stream().mapToInt(TransitionChain.Result::passed).sum()).isGreaterThanOrEqualTo(TRANSITIONS);
      assertThat(TRANSITIONS < ENOUGH ? List.of() : coverage.constant()).isEmpty();
    }
  }

  private static List<TransitionChain.Result> run(ApiServer api, JsonNode schema, Campaign campaign)
      throws Exception {
    var tasks = new ArrayList<Callable<TransitionChain.Result>>();
    for (int i = 0; i < CHAINS; i++) {
      var seed = campaign.random("chain " + i).nextLong(1_000_000);
      var volume = Corners.volume(i);
      tasks.add(() -> {
        try (var chain = new TransitionChain(api, schema, seed, volume)) {
          return chain.run((TRANSITIONS + CHAINS - 1) / CHAINS);
        }
      });
    }
    var threads = Executors.newFixedThreadPool(CHAINS);
    try {
      var results = new ArrayList<TransitionChain.Result>();
      for (var running : threads.invokeAll(tasks)) {
        results.add(running.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  private static void inForce(ApiServer api, NewerSchema schema) {
    try (var tried = new ChangingServer(api, new ShiftedClock(), 1)) {
      tried.create(SpecGenerator.LEAST);
      schema.awaitForce(() -> tried.keeps(NewerSchema.FIELD));
    }
  }

  private static String told(TransitionChain.Result result) {
    return "chain of seed %d: %d transitions, %d specs on the way that wait for something, detours %s, %d failures".formatted(
        result.seed(), result.passed(), result.incomplete(), result.detours(), result.failures().size());
  }
}
