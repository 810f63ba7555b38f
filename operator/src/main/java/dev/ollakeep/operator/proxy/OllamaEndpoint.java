package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.HttpMethod;
import dev.ollakeep.api.v1alpha1.Role;
import java.util.Comparator;
import java.util.List;

/**
 * One path of Ollama that some role may call.
 *
 * <p>The path is ours, never a text of a resource: it may hold {@code {model}} or {@code {digest}}, which become patterns.
 *
 * @param methods in alphabetical order
 * @param least the least role that may call it
 * @param generation whether a call occupies a model, and counts against the limits of parallel generations
 */
public record OllamaEndpoint(List<HttpMethod> methods, String path, Role least, boolean generation) {

  private static final String MODEL = "[^/]+";
  private static final String DIGEST = "sha256[:-][0-9a-f]{64}";

  public OllamaEndpoint {
    methods = methods.stream().sorted(Comparator.comparing(HttpMethod::text)).toList();
  }

  /** True when the path stands for more than itself. */
  public boolean isPattern() {
    return path.contains("{");
  }

  /** The regular expression of the path without anchors; the literal rest needs no escapes. */
  public String expression() {
    return path.replace("{model}", MODEL).replace("{digest}", DIGEST);
  }

  /** Whether a path in lower case lies where this endpoint does: a placeholder takes everything below it, and its parent. */
  boolean covers(String lowerCase) {
    if (!isPattern()) {
      return path.equals(lowerCase);
    }
    var parent = path.substring(0, path.indexOf("/{"));
    return lowerCase.equals(parent) || lowerCase.startsWith(parent + "/");
  }
}
