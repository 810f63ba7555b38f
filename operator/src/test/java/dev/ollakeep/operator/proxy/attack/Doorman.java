package dev.ollakeep.operator.proxy.attack;

import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tries secrets of now, before and after on routes of every role while the volume is swapped, and judges each answer.
 *
 * <p>Let in, or refused for the role (403): the secret must have had, in one state, a role that explains it. Refused for the
 * secret (401): there must have been a state, between question and answer, in which it was not valid.
 */
final class Doorman {

  /** Of each role's own, in the order of the roles. */
  private static final List<String> ROUTES = List.of("GET /api/tags", "POST /api/show", "DELETE /api/delete", "POST /api/push");

  /** Mostly the secret of now, which somebody holds in hand when the volume is swapped. */
  private static final List<Integer> NEAR = List.of(-1, 0, 0, 0, 1);
  /** Sent at once, so that the proxy always has work when the volume is swapped. */
  private static final int BATCH = 16;

  private final AttackRig rig;
  private final Generations generations;
  /** The state that is surely there, and the newest that may be. */
  private final AtomicInteger published = new AtomicInteger();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicLong answered = new AtomicLong();
  /** By client: the newest state that was surely there before all questions of a batch that is answered. */
  private final AtomicIntegerArray seen;
  private final AtomicLong letIn = new AtomicLong();
  private final Queue<String> neverValid = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();

  Doorman(AttackRig rig, Generations generations, int clients) {
    this.rig = rig;
    this.generations = generations;
    this.seen = new AtomicIntegerArray(IntStream.range(0, clients).map(client -> -1).toArray());
  }

  /** Goes on until the last state is there, and enough was asked by everybody together. */
  Void ask(int client, Random random, long enough) throws IOException {
    try (RawHttp connection = new RawHttp(rig.open())) {
      while (published.get() < generations.count() - 1 || answered.get() < enough) {
        int state = published.get();
        List<Question> batch = Stream.generate(() -> question(random)).limit(BATCH).toList();
        connection.send(batch.stream().map(Question::request).collect(Collectors.joining()));
        for (Question question : batch) {
          judge(question, new Reply(connection.answer(false).status(), begun.get()));
          answered.incrementAndGet();
        }
        seen.set(client, state);
      }
    }
    return null;
  }

  private Question question(Random random) {
    int from = published.get();
    int user = random.nextInt(Generations.CHANGING.size() + 1);
    int number = Math.min(Math.max(0, from + NEAR.get(random.nextInt(NEAR.size()))), generations.count() - 1);
    int level = random.nextInt(ROUTES.size());
    Login login = generations.login(user, number);
    return new Question(user, number, level, from, AttackRig.request(ROUTES.get(level), login));
  }

  /** Whether no request is under way that was asked before the state of now was there: none of them sees two swaps. */
  boolean isQuiet() {
    return IntStream.range(0, seen.length()).allMatch(client -> seen.get(client) == published.get());
  }

  void swap(int number, Layout layout) throws IOException {
    begun.set(number);
    rig.publishFiles(layout.files(generations.accounts(number)));
    published.set(number);
  }

  /** A secret on a route of a level, sent when one state was surely there. */
  private record Question(int user, int number, int level, int from, String request) {}

  /** What came back when another state may have been there. */
  private record Reply(int status, int to) {}

  private void judge(Question question, Reply reply) {
    var levels = generations.levels(question.user(), question.number());
    var story = "%s with the secret of %d, roles %s, asked %s between %d and %d: %d".formatted(
        generations.login(question.user(), question.number()).name(), question.number(), levels,
        ROUTES.get(question.level()), question.from(), reply.to(), reply.status());
    boolean valid = IntStream.rangeClosed(question.from(), reply.to())
        .allMatch(state -> generations.isValid(question.user(), question.number(), state));
    boolean explained = switch (reply.status()) {
      case 200 -> levels.stream().anyMatch(level -> level >= question.level());
      case 403 -> levels.stream().anyMatch(level -> level < question.level());
      case 401 -> !valid;
      default -> false;
    };
    if (reply.status() == 200) {
      letIn.incrementAndGet();
    }
    if (!explained) {
      (reply.status() == 200 ? neverValid : refused).add(story);
    }
  }

  long answered() {
    return answered.get();
  }

  Queue<String> neverValid() {
    return neverValid;
  }

  Queue<String> refused() {
    return refused;
  }

  String summary() {
    return (begun.get() + 1) + " states, " + answered + " requests, " + letIn + " let in; " + neverValid.size()
        + " by a secret with a role that it never had, " + refused.size() + " refused without a reason";
  }
}
