package dev.ollakeep.testing.player;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A directory whose files change all at once, laid out as kubelet lays out Secret and ConfigMap volumes.
 *
 * <pre>
 *   key                -> ..data/key
 *   ..data             -> ..2026_11_24_06_20_00.123456789
 *   ..2026_11_.../key
 * </pre>
 *
 * <p>The rename of {@code ..data} is the moment of change. A reader that resolved the link before it and opens the file after the
 * old directory is gone finds nothing for an instant: kubelet's readers have to live with that, so ours do too.
 */
final class AtomicDirectory {

  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy_MM_dd_HH_mm_ss.nnnnnnnnn");
  private static final String DATA = "..data";

  private final Path directory;
  private final FileOwner owner;

  AtomicDirectory(Path directory, FileOwner owner) {
    this.directory = directory;
    this.owner = owner;
  }

  /**
   * Makes the directory hold exactly these files.
   *
   * @param files       content by path relative to the directory
   * @param betweenStep called before every visible step, so that a test can stretch the swap
   * @return whether anything changed
   */
  boolean write(Map<String, VolumeFile> files, Runnable betweenStep) throws IOException {
    Files.createDirectories(directory);
    Path data = directory.resolve(DATA);
    if (Files.isSymbolicLink(data) && holdsExactly(data.toRealPath(), files)) {
      return false;
    }
    Path old = Files.isSymbolicLink(data) ? directory.resolve(Files.readSymbolicLink(data)) : null;
    Path fresh = Files.createDirectory(directory.resolve(".." + LocalDateTime.now().format(STAMP)));
    owner.own(fresh, 0755);
    for (Map.Entry<String, VolumeFile> file : files.entrySet()) {
      writeFile(fresh.resolve(file.getKey()), file.getValue());
    }
    Path next = directory.resolve(DATA + "_tmp");
    Files.deleteIfExists(next);
    Files.createSymbolicLink(next, fresh.getFileName());
    betweenStep.run();
    Files.move(next, data, StandardCopyOption.ATOMIC_MOVE);
    betweenStep.run();
    showEntries(files.keySet(), betweenStep);
    if (old != null) {
      Trees.delete(old);
    }
    return true;
  }

  private void writeFile(Path target, VolumeFile file) throws IOException {
    Files.createDirectories(target.getParent());
    Files.write(target, file.bytes());
    owner.own(target, file.mode());
  }

  private void showEntries(Set<String> files, Runnable betweenStep) throws IOException {
    Set<String> wanted = new TreeSet<>();
    files.forEach(file -> wanted.add(file.split("/")[0]));
    for (String entry : wanted) {
      Path link = directory.resolve(entry);
      if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
        Files.createSymbolicLink(link, Path.of(DATA, entry));
      }
    }
    try (Stream<Path> present = Files.list(directory)) {
      for (Path stale : present.toList()) {
        String name = stale.getFileName().toString();
        if (!name.startsWith("..") && !wanted.contains(name)) {
          betweenStep.run();
          Files.delete(stale);
        }
      }
    }
  }

  private static boolean holdsExactly(Path data, Map<String, VolumeFile> files) throws IOException {
    Set<String> present = new TreeSet<>();
    try (Stream<Path> walk = Files.walk(data)) {
      walk.filter(Files::isRegularFile).forEach(path -> present.add(data.relativize(path).toString()));
    }
    if (!present.equals(files.keySet())) {
      return false;
    }
    for (Map.Entry<String, VolumeFile> file : files.entrySet()) {
      if (!Arrays.equals(Files.readAllBytes(data.resolve(file.getKey())), file.getValue().bytes())) {
        return false;
      }
    }
    return true;
  }

  /** The permissions of an octal mode. */
  static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] all = PosixFilePermission.values();
    for (int i = 0; i < all.length; i++) {
      if ((mode & (0400 >> i)) != 0) {
        permissions.add(all[i]);
      }
    }
    return permissions;
  }
}
