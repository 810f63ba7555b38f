package dev.ollakeep.api.rules;

import java.util.regex.Pattern;

/**
 * Request paths about which the endpoint catalogue has decided, the denied ones included: an extra route may not name one.
 *
 * <p>Letter case does not count: Ollama tells {@code /api/pull} from {@code /API/pull}, but an Nginx map does not.
 */
public final class CataloguedPaths {
  /** Matches every such path, and everything below those that take a parameter or are denied as a whole. */
  public static final String PATTERN = "(?i)^("
      + "/"
      + "|/api/(version|tags|ps|status|show|generate|chat|embed|embeddings|pull|create|copy|delete|push|me|signout)"
      + "|/api/(blobs|user|experimental|codex)(/.*)?"
      + "|/v1/models(/.*)?"
      + "|/v1/(chat/completions|completions|embeddings|responses|responses/compact|messages|audio/transcriptions)"
      + ")$";

  private static final Pattern COMPILED = Pattern.compile(PATTERN);

  private CataloguedPaths() {
  }

  /** Whether the catalogue has decided about a path. */
  public static boolean contains(String path) {
    return COMPILED.matcher(path).matches();
  }
}
