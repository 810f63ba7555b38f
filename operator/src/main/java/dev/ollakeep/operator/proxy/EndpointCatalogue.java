package dev.ollakeep.operator.proxy;

import static dev.ollakeep.api.v1alpha1.HttpMethod.DELETE;
import static dev.ollakeep.api.v1alpha1.HttpMethod.GET;
import static dev.ollakeep.api.v1alpha1.HttpMethod.HEAD;
import static dev.ollakeep.api.v1alpha1.HttpMethod.POST;

import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Role;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which role may call what of Ollama: the one table behind the proxy and the documentation.
 *
 * <p>What is not in it is denied to everybody. The denied paths it names are those that no resource may open either.
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/server/routes.go">Ollama's routes</a>
 */
public final class EndpointCatalogue {

  /** The release whose routes were read; what older ones had besides it is denied like everything that is not named. */
  public static final String OLLAMA_RELEASE = "0.34.2";

  private static final List<OllamaEndpoint> ENDPOINTS = List.of(
      call(Role.VIEWER, "/", GET, HEAD),
      call(Role.VIEWER, "/api/version", GET, HEAD),
      call(Role.VIEWER, "/api/tags", GET, HEAD),
      call(Role.VIEWER, "/api/ps", GET),
      call(Role.VIEWER, "/api/status", GET),
      call(Role.VIEWER, "/v1/models", GET),
      call(Role.VIEWER, "/v1/models/{model}", GET),
      call(Role.USER, "/api/show", POST),
      generation("/api/generate"),
      generation("/api/chat"),
      generation("/api/embed"),
      generation("/api/embeddings"),
      generation("/v1/chat/completions"),
      generation("/v1/completions"),
      generation("/v1/embeddings"),
      generation("/v1/responses"),
      generation("/v1/responses/compact"),
      generation("/v1/messages"),
      generation("/v1/audio/transcriptions"),
      call(Role.MODEL_MANAGER, "/api/pull", POST),
      call(Role.MODEL_MANAGER, "/api/create", POST),
      call(Role.MODEL_MANAGER, "/api/copy", POST),
      call(Role.MODEL_MANAGER, "/api/delete", DELETE),
      call(Role.MODEL_MANAGER, "/api/blobs/{digest}", HEAD, POST),
      call(Role.ADMIN, "/api/push", POST));

  /**
   * They hand out or drop the server's own identity, change what a model's name means, or send requests on to other hosts.
   *
   * <p>{@code /api/codex} does so with the caller's headers, even when the cloud is switched off, for every peer on loopback: behind a
   * proxy in the same pod that is everybody. A final star covers all that begins so.
   */
  private static final List<String> DENIED =
      List.of("/api/codex/*", "/api/experimental/*", "/api/me", "/api/signout", "/api/user/*");

  private EndpointCatalogue() {}

  /** What somebody may call, least role first. */
  public static List<OllamaEndpoint> endpoints() {
    return ENDPOINTS;
  }

  /** What nobody may call, and no extra route may open. */
  public static List<String> deniedPaths() {
    return DENIED;
  }

  /** Every catalogued path, open or denied, sorted, as it is written here: the copy in the CRD's rules is compared with it. */
  public static List<String> paths() {
    return Stream.concat(ENDPOINTS.stream().map(OllamaEndpoint::path), DENIED.stream()).sorted().toList();
  }

  /**
   * Whether the catalogue decides about a path, open or denied.
   *
   * <p>Case does not count, since Nginx compares map keys without it, nor a final slash, which Ollama redirects away.
   */
  public static boolean decides(String path) {
    var lower = path.toLowerCase(Locale.ROOT);
    var plain = lower.length() > 1 && lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    return ENDPOINTS.stream().anyMatch(endpoint -> endpoint.covers(plain)) || DENIED.stream().anyMatch(denied -> covers(denied, plain));
  }

  /** The least role that may call a path in lower case by this method; empty: nobody may. */
  static Optional<Role> least(HttpMethod method, String path) {
    return ENDPOINTS.stream()
        .filter(endpoint -> endpoint.methods().contains(method) && path.matches(endpoint.expression()))
        .map(OllamaEndpoint::least)
        .findFirst();
  }

  /** The table as Markdown, for the documentation. */
  public static String markdown() {
    var rows = ENDPOINTS.stream().map(endpoint -> "| %s | `%s` | %s | %s |\n".formatted(
        endpoint.methods().stream().map(HttpMethod::text).collect(Collectors.joining(" ")),
        endpoint.path(), endpoint.least().text(), endpoint.generation() ? "yes" : ""));
    var denied = DENIED.stream().map(path -> "| any | `%s` | nobody | |\n".formatted(path));
    return "| method | path | least role | counts as a generation |\n|---|---|---|---|\n"
        + Stream.concat(rows, denied).collect(Collectors.joining())
        + "| any | everything else | nobody, unless an extra route opens it | |\n";
  }

  private static boolean covers(String denied, String path) {
    if (!denied.endsWith("/*")) {
      return denied.equals(path);
    }
    var prefix = denied.substring(0, denied.length() - 1);
    return path.startsWith(prefix) || prefix.equals(path + "/");
  }

  private static OllamaEndpoint call(Role least, String path, HttpMethod... methods) {
    return new OllamaEndpoint(List.of(methods), path, least, false);
  }

  private static OllamaEndpoint generation(String path) {
    return new OllamaEndpoint(List.of(POST), path, Role.USER, true);
  }
}
