package dev.ollakeep.operator.proxy.nginx;

import dev.ollakeep.operator.proxy.Digest;
import dev.ollakeep.operator.proxy.ProxyContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The first process of the proxy container: tests, swaps and reloads configurations, and ends when its pod does. */
public final class EntryScript {

  private static final String TEXT = read();

  private EntryScript() {}

  /** The script, for {@code /bin/sh}. */
  public static String text() {
    return TEXT;
  }

  /** Sixteen hexadecimal digits that change whenever the script does. */
  public static String version() {
    return Digest.of(TEXT);
  }

  private static String read() {
    try (var stream = EntryScript.class.getResourceAsStream(ProxyContract.ENTRY_SCRIPT)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
