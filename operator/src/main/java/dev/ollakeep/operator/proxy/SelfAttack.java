package dev.ollakeep.operator.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the operator tries at every pod, as anybody on the network could, and what each answer means: the one table of the self-attack.
 *
 * <pre>
 *   attempt                           REFUSED                                BREACH
 *   GET / on Ollama's own port        the connection is refused              200 Ollama is running
 *   GET /api/tags, no credential      401 {"error":"authentication required  200 {"models":[
 *   GET /api/tags, a wrong password   401 {"error":"authentication required  200 {"models":[
 *   any of them                       NO_ANSWER: whatever else came, or nothing
 * </pre>
 *
 * <p>Between the operator and a pod there may be a mesh that accepts every connection, a load balancer that answers in HTML, a portal
 * that asks everybody to sign in. So only words that nobody but Ollama says raise the alarm, and only words that nobody but the proxy
 * says prove a refusal: an alarm that was wrong once is switched off for ever.
 */
public enum SelfAttack {

  OLLAMAS_PORT(Target.OLLAMA, "/", "", "Ollama answers on port " + ProxyContract.OLLAMA_PORT + " of the pod, beside the proxy"),
  NO_CREDENTIAL(Target.PROXY, "/api/tags", "", "GET /api/tags with no credential was answered 200"),
  WRONG_PASSWORD(Target.PROXY, "/api/tags", "ollakeep:wrong-on-purpose", "GET /api/tags with a wrong password was answered 200");

  /** The first words of the proxy's 401; proxies of every version say them, and older pods are attacked as well. */
  public static final String REFUSAL = "authentication required";

  /** Which listener is attacked. */
  public enum Target {
    PROXY(ProxyContract.PUBLIC_PORT, Pattern.compile("\\s*\\{\\s*\"models\"\\s*:\\s*(?:\\[|null)")),
    OLLAMA(ProxyContract.OLLAMA_PORT, Pattern.compile("\\s*Ollama is running\\s*\\z"));

    private final int port;
    private final Pattern wordsOfOllama;

    Target(int port, Pattern wordsOfOllama) {
      this.port = port;
      this.wordsOfOllama = wordsOfOllama;
    }
  }

  /** What one attempt showed. */
  public enum Outcome {
    REFUSED,
    BREACH,
    NO_ANSWER
  }

  /** What came back. */
  public sealed interface Reply {
    /** Somebody's answer; of a long body the beginning. */
    record Http(int status, String body) implements Reply {}

    /** Nothing listens there, by the word of the pod's own network. */
    record ConnectionRefused() implements Reply {}

    /** No answer, or none in HTTP. */
    record None() implements Reply {}
  }

  private final Target target;
  private final String path;
  private final String wrongLogin;
  private final String breach;

  SelfAttack(Target target, String path, String wrongLogin, String breach) {
    this.target = target;
    this.path = path;
    this.wrongLogin = wrongLogin;
    this.breach = breach;
  }

  public Target target() {
    return target;
  }

  public int port() {
    return target.port;
  }

  public String path() {
    return path;
  }

  /** Name and password, as Base64; nobody's. */
  public Optional<String> wrongLogin() {
    return Optional.of(wrongLogin)
        .filter(text -> !text.isEmpty())
        .map(text -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** What to tell people when it got through. */
  public String breach() {
    return breach;
  }

  /** What the answer means. */
  public Outcome outcome(Reply reply) {
    if (reply instanceof Reply.Http http) {
      return isOllamas(http) ? Outcome.BREACH : target == Target.PROXY && isRefusal(http) ? Outcome.REFUSED : Outcome.NO_ANSWER;
    }
    return target == Target.OLLAMA && reply instanceof Reply.ConnectionRefused ? Outcome.REFUSED : Outcome.NO_ANSWER;
  }

  /**
   * Whether after this verdict the pod has held so far.
   *
   * <p>The proxy must have said no. From Ollama's own port nothing at all is as good: policies drop, and meshes accept, whatever goes
   * to a port that nobody is to reach.
   */
  public boolean holds(Outcome outcome) {
    return outcome == Outcome.REFUSED || target == Target.OLLAMA && outcome == Outcome.NO_ANSWER;
  }

  private boolean isOllamas(Reply.Http http) {
    return http.status() == 200 && target.wordsOfOllama.matcher(http.body()).lookingAt();
  }

  private static boolean isRefusal(Reply.Http http) {
    return http.status() == 401 && http.body().startsWith("{\"error\":\"" + REFUSAL);
  }
}
