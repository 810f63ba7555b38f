package dev.ollakeep.operator.leak;

import dev.ollakeep.testing.SecretText;
import io.fabric8.kubernetes.api.model.Secret;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Every secret that any Secret has held, in every form in which it could get somewhere else.
 *
 * <p>All values count but those under the keys of {@link #HARMLESS}, so that a new key is searched for until somebody says
 * otherwise. It names places, never what it found.
 */
public final class KnownSecrets {

  private static final Set<String> HARMLESS = Set.of(
      "type", "provider", "host", "port", "uri", "username", "external-url", "ca.crt", "OLLAMA_HOST", "OPENAI_BASE_URL",
      "ANTHROPIC_BASE_URL", "revision", "layout");
  /** Forms are found by the hash of their first characters: there are thousands of them, and gigabytes of logs. */
  private static final int WINDOW = 12;
  private static final long BASE = 1_000_003;
  private static final int BLOCK = 1 << 20;

  private final Set<String> values = ConcurrentHashMap.newKeySet();
  private final Map<Long, Set<String>> forms = new ConcurrentHashMap<>();
  private int longest;

  /** Takes in what a Secret holds now: passwords, keys and hashes alike. */
  public void add(Secret secret) {
    SecretText.of(secret).forEach((key, value) -> {
      if (!HARMLESS.contains(key)) {
        value.lines().map(line -> core(key, line)).forEach(this::add);
      }
    });
  }

  /** Without the name of the user before a hash, and the scheme before a header's value. */
  private static String core(String key, String line) {
    if (key.matches("htpasswd.*|role\\..*|previous\\..*")) {
      return line.substring(line.indexOf(':') + 1);
    }
    return line.startsWith("Basic ") ? line.substring("Basic ".length()) : line;
  }

  private synchronized void add(String value) {
    if (value.length() < WINDOW || !values.add(value)) {
      return;
    }
    for (var form : formsOf(value)) {
      forms.computeIfAbsent(hash(form), any -> ConcurrentHashMap.newKeySet()).add(form);
      longest = Math.max(longest, form.length());
    }
  }

  private static List<String> formsOf(String secret) {
    var bytes = secret.getBytes(StandardCharsets.UTF_8);
    return List.of(
        secret,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(secret, StandardCharsets.UTF_8));
  }

  /** How many different secrets are known. */
  public int size() {
    return values.size();
  }

  /** Whether one of them stands in a text, in whatever form. */
  public boolean isIn(String text) {
    return search(text).isPresent();
  }

  /** At which character of a text one of them stands first; the reader is closed. */
  public synchronized Optional<Long> firstIn(Reader text) {
    var buffer = new StringBuilder();
    var block = new char[BLOCK];
    long before = 0;
    try (text) {
      for (int read = text.read(block); read >= 0; read = text.read(block)) {
        buffer.append(block, 0, read);
        var hit = search(buffer);
        if (hit.isPresent()) {
          return Optional.of(before + hit.get());
        }
        var done = Math.max(0, buffer.length() - longest);
        buffer.delete(0, done);
        before += done;
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Integer> search(CharSequence text) {
    if (text.length() < WINDOW) {
      return Optional.empty();
    }
    long leaving = 1;
    for (int i = 1; i < WINDOW; i++) {
      leaving *= BASE;
    }
    long hash = hash(text);
    for (int at = 0; ; at++) {
      if (stands(text, at, forms.getOrDefault(hash, Set.of()))) {
        return Optional.of(at);
      }
      if (at + WINDOW >= text.length()) {
        return Optional.empty();
      }
      hash = (hash - text.charAt(at) * leaving) * BASE + text.charAt(at + WINDOW);
    }
  }

  private static boolean stands(CharSequence text, int at, Set<String> candidates) {
    return candidates.stream()
        .anyMatch(form -> at + form.length() <= text.length() && form.contentEquals(text.subSequence(at, at + form.length())));
  }

  private static long hash(CharSequence text) {
    long hash = 0;
    for (int i = 0; i < WINDOW; i++) {
      hash = hash * BASE + text.charAt(i);
    }
    return hash;
  }

  /** The places, of those given by name, in which one of them stands. */
  public List<String> placesWithOne(Map<String, ? extends Reader> places) {
    var hits = new ArrayList<String>();
    places.forEach((name, text) -> firstIn(text).ifPresent(at -> hits.add(name + " at character " + at)));
    return hits;
  }

  /** The number alone. */
  @Override
  public String toString() {
    return "KnownSecrets[" + size() + "]";
  }
}
