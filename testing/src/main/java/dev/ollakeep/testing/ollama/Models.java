package dev.ollakeep.testing.ollama;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The models a {@link FakeOllama} has, loads and is pulling.
 *
 * <p>Names always carry a tag here. With a directory they outlive the server, as blobs on a volume do.
 */
public final class Models {

  /** Size of every fake model, bytes; small enough for a pull to end in about a second. */
  static final long SIZE = 314_592;

  private static final Pattern NAME = Pattern.compile(
    "^(?:[A-Za-z0-9._:-]+/)?(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)?[A-Za-z0-9_-][A-Za-z0-9._-]*(?::[A-Za-z0-9_][A-Za-z0-9._-]*)?$");

  private final Path file;
  private final TreeSet<String> present = new TreeSet<>();
  private final TreeSet<String> loaded = new TreeSet<>();
  private final TreeSet<String> blocked = new TreeSet<>();
  private final TreeSet<String> blobs = new TreeSet<>();
  private final TreeMap<String, Long> partial = new TreeMap<>();

  private Models(Path file) {
    this.file = file;
  }

  /** Models in memory. */
  public static Models of(String... names) {
    Models models = new Models(null);
    for (String name : names) {
      models.present.add(withTag(name));
    }
    return models;
  }

  /**
   * Models that are listed in this directory.
   *
   * @param atFirst what it gets when it is new
   */
  public static Models in(Path directory, String... atFirst) {
    Models models = new Models(directory.resolve("fake-models"));
    try {
      Files.createDirectories(directory);
      if (Files.exists(models.file)) {
        models.present.addAll(Files.readAllLines(models.file));
      } else {
        List.of(atFirst).forEach(models::add);
      }
      return models;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  static String withTag(String name) {
    return name.substring(name.lastIndexOf('/') + 1).contains(":") ? name : name + ":latest";
  }

  static String digest(String text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The names of all models, sorted. */
  public synchronized Set<String> names() {
    return new TreeSet<>(present);
  }

  synchronized List<String> loaded() {
    return List.copyOf(loaded);
  }

  synchronized boolean has(String name) {
    return present.contains(withTag(name));
  }

  /** Adds a model, as a pull that has ended does. */
  public synchronized void add(String name) {
    present.add(withTag(name));
    partial.remove(withTag(name));
    save();
  }

  synchronized void remove(String name) {
    present.remove(withTag(name));
    loaded.remove(withTag(name));
    save();
  }

  synchronized void load(String name) {
    loaded.add(withTag(name));
  }

  /** Frees a model that is blocked, too. */
  synchronized void unload(String name) {
    loaded.remove(withTag(name));
    blocked.remove(withTag(name));
  }

  /** As a client can that breaks off its stream at a bad moment: the model answers nobody until it is unloaded. */
  synchronized void block(String name) {
    blocked.add(withTag(name));
  }

  synchronized boolean isBlocked(String name) {
    return blocked.contains(withTag(name));
  }

  /** Bytes of an interrupted pull that are here already. */
  synchronized long pulled(String name) {
    return partial.getOrDefault(withTag(name), 0L);
  }

  synchronized void pulled(String name, long bytes) {
    partial.put(withTag(name), bytes);
  }

  synchronized boolean hasBlob(String digest) {
    return blobs.contains(digest);
  }

  synchronized void addBlob(String digest) {
    blobs.add(digest);
  }

  private void save() {
    if (file == null) {
      return;
    }
    try {
      Files.write(file, present);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
