package dev.ollakeep.testing.ollama;

import java.io.IOException;
import java.util.Locale;

/**
 * The way to ollama.com, which is shut as with {@code OLLAMA_NO_CLOUD=1}.
 *
 * <p>A model's tag decides alone whether it lies there: nobody has to have pulled it.
 */
final class Cloud {

  private Cloud() {
  }

  /** Whether requests about this model would be sent on. */
  static boolean has(String model) {
    String lower = model.toLowerCase(Locale.ROOT);
    String tag = lower.substring(lower.lastIndexOf(':') + 1);
    return lower.contains(":") && (tag.equals("cloud") || tag.endsWith("-cloud"));
  }

  /** Worded as Ollama's own API does, on its other dialects' routes too. */
  static void refuse(Exchange exchange, String what) throws IOException {
    exchange.json(403, Dialect.object().put("error", refusal(what)));
  }

  static String refusal(String what) {
    return "ollama cloud is disabled: " + what;
  }
}
