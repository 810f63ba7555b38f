package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ollakeep.operator.chaos.ShiftedClock;
import dev.ollakeep.operator.configuration.OperatorConfig;
import dev.ollakeep.operator.reconcile.OperatorUnderTest;
import dev.ollakeep.operator.trouble.Page.Section;
import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.player.PlayerSettings;
import dev.ollakeep.testing.player.PodPlayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Plays several situations side by side: one operator looks after all of their namespaces, and pods really run. */
final class Stage implements AutoCloseable {

  private static final int SIDE_BY_SIDE = Integer.getInteger("trouble.parallel", 4);
  private static final Duration RECOGNISED_WITHIN = Duration.ofSeconds(10);

  private final Page page = Page.read();
  private final ShiftedClock clock = new ShiftedClock();
  private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(4);
  private final Queue<AutoCloseable> leftovers = new ConcurrentLinkedQueue<>();
  private final Path directory;
  private final List<Place> places = new ArrayList<>();
  private final OperatorUnderTest operator;
  private final PodPlayer player;

  private Stage(ApiServer api, int situations) throws IOException {
    directory = Files.createTempDirectory("trouble");
    var namespaces = IntStream.rangeClosed(0, situations).mapToObj(i -> api.freshNamespace("trouble")).toArray(String[]::new);
    var programs = OldNginx.beside(PlayerSettings.Programs.ofThisMachine().withFakeOllama(), directory);
    player = PodPlayer.start(api.client(), PlayerSettings.quick(programs).withNamespaces(namespaces)
        .withSurroundings(new SmallCluster(api.client())));
    operator = OperatorUnderTest.start(api, config(namespaces), clock);
    for (var namespace : namespaces) {
      places.add(new Place(
          api.client(), namespace, player, PageShell.open(api, namespace, directory), new Place.Others(threads, clock, leftovers)));
    }
    warmUp(places.get(situations));
  }

  /** What an operator does only once, such as loading its classes, is no part of how long anything takes. */
  private static void warmUp(Place place) {
    place.server(ExposureSituations.issuedBy("letsencrypt-prod") + "replicas: 0\n");
    until("the operator works", () -> !place.conditions().isEmpty());
    place.resource().delete();
  }

  private static OperatorConfig config(String... namespaces) {
    return OperatorConfig.of(Map.of(
        "OLLAKEEP_WATCH_NAMESPACES", String.join(",", namespaces),
        "OLLAKEEP_PROBE_TIMEOUT", "500ms",
        "OLLAKEEP_ALLOWED_HOST_SUFFIXES", "example.com",
        "OLLAKEEP_ALLOWED_ISSUERS", "ClusterIssuer/letsencrypt,ClusterIssuer/letsencrypt-prod,ClusterIssuer/internal-ca"));
  }

  /** One test for each situation; all begin at once, as far as there is room. */
  static Stream<DynamicTest> play(ApiServer api, List<BrokenSituation> situations) throws IOException {
    return play(api, situations, SIDE_BY_SIDE);
  }

  /** One after the other: the operator has one clock, and what one situation waits for may be over before another has seen it. */
  static Stream<DynamicTest> playInTurn(ApiServer api, List<BrokenSituation> situations) throws IOException {
    return play(api, situations, 1);
  }

  private static Stream<DynamicTest> play(ApiServer api, List<BrokenSituation> situations, int atATime) throws IOException {
    var stage = new Stage(api, situations.size());
    var workers = Executors.newFixedThreadPool(atATime);
    var running = IntStream.range(0, situations.size())
        .mapToObj(i -> workers.submit((Callable<String>) () -> stage.run(situations.get(i), stage.places.get(i))))
        .toList();
    workers.shutdown();
    return IntStream.range(0, situations.size())
        .mapToObj(i -> DynamicTest.dynamicTest(situations.get(i).title(), () -> System.out.println(result(running.get(i)))))
        .onClose(stage::close);
  }

  private static String result(Future<String> running) throws Throwable {
    try {
      return running.get();
    } catch (ExecutionException failed) {
      throw failed.getCause();
    }
  }

  /** Tells how long it took to be recognised, and to be over. */
  private String run(BrokenSituation situation, Place place) throws Exception {
    var section = page.section(situation.title());
    situation.arising().in(place);
    var since = System.nanoTime();
    recognised(situation, place, section);
    var recognised = System.nanoTime();
    if (section.condition().isPresent()) {
      assertThat(place.shell().run(page.overview()).lines()).as("what the page's first command shows").anyMatch(section::matches);
    }

    var output = place.shell().run(section.commands());

    var mended = System.nanoTime();
    try {
      until("it is over", () -> situation.ending().reached(place, output) && section.condition().filter(place::shows).isEmpty());
    } catch (RuntimeException never) {
      throw new AssertionError(situation + " is not over after\n" + section.commands() + "\n" + place.conditions(), never);
    }
    return "%-55s recognised after %5d ms, over after %6d ms".formatted(
        situation, millis(since, recognised), millis(mended, System.nanoTime()));
  }

  /** From when the operator has seen the server at all: how soon that is, on a machine that does much else, is not its doing. */
  private static void recognised(BrokenSituation situation, Place place, Section section) {
    until("the operator looks at the server", () -> !place.conditions().isEmpty());
    await(situation.title()).atMost(RECOGNISED_WITHIN).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
      var seen = situation.sign().seenIn(place);
      assertThat(seen.lines()).as("a line that matches%n%s%nin%n%s", section.shown(), seen).anyMatch(section::matches);
    });
  }

  private static long millis(long from, long to) {
    return Duration.ofNanos(to - from).toMillis();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    player.close();
    operator.close();
    leftovers.forEach(Stage::close);
    try (var files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(AutoCloseable leftover) {
    try {
      leftover.close();
    } catch (Exception e) {
      throw new IllegalStateException("something of a test stays", e);
    }
  }
}
