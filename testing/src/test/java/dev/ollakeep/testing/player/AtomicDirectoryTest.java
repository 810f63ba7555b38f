package dev.ollakeep.testing.player;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout and the order of changes that programs on a node meet. */
class AtomicDirectoryTest {

  @TempDir
  Path temp;

  private Path directory;
  private AtomicDirectory volume;

  @BeforeEach
  void create() {
    directory = temp.resolve("volume");
    volume = new AtomicDirectory(directory, new FileOwner(false, 0, 0));
  }

  @Test
  void keysAreLinksThroughData() throws IOException {
    assertThat(write("a", "1", "sub/b", "2")).isTrue();
    assertThat(Files.readSymbolicLink(directory.resolve("a"))).hasToString("..data/a");
    assertThat(Files.readSymbolicLink(directory.resolve("sub"))).hasToString("..data/sub");
    assertThat(Files.readSymbolicLink(directory.resolve("..data")).toString()).matches("\\.\\.\\d{4}(_\\d\\d){5}\\.\\d+");
    assertThat(Files.readString(directory.resolve("sub/b"))).isEqualTo("2");
    assertThat(Files.getPosixFilePermissions(directory.resolve("a"))).isEqualTo(AtomicDirectory.permissions(0640));
  }

  @Test
  void theSameContentIsNotWrittenAgain() throws IOException {
    write("a", "1");
    Path before = Files.readSymbolicLink(directory.resolve("..data"));
    assertThat(write("a", "1")).isFalse();
    assertThat(Files.readSymbolicLink(directory.resolve("..data"))).isEqualTo(before);
  }

  @Test
  void allKeysChangeAtOnceAndTheOldOnesGo() throws IOException {
    write("a", "1", "gone", "x");
    List<String> seen = new ArrayList<>();
    volume.write(files("a", "2", "fresh", "y"), () -> seen.add(look()));
    assertThat(seen).containsExactly("a=1 gone=x", "a=2", "a=2 fresh=y");
    assertThat(look()).isEqualTo("a=2 fresh=y");
    try (Stream<Path> entries = Files.list(directory)) {
      assertThat(entries.map(entry -> entry.getFileName().toString()).filter(name -> name.matches("\\.\\.\\d.*"))).hasSize(1);
    }
  }

  @Test
  void nothingIsAlsoAContent() throws IOException {
    write();
    assertThat(look()).isEmpty();
    write("a", "1");
    write();
    assertThat(look()).isEmpty();
    assertThat(directory.resolve("a")).doesNotExist();
  }

  private boolean write(String... pairs) throws IOException {
    return volume.write(files(pairs), () -> { });
  }

  private static Map<String, VolumeFile> files(String... pairs) {
    Map<String, VolumeFile> files = new TreeMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      files.put(pairs[i], new VolumeFile(pairs[i + 1].getBytes(UTF_8), 0640));
    }
    return files;
  }

  /** What a reader finds that opens every key it sees. */
  private String look() {
    try (Stream<Path> entries = Files.list(directory)) {
      List<String> found = new ArrayList<>();
      for (Path entry : entries.sorted().filter(Files::isRegularFile).toList()) {
        found.add(entry.getFileName() + "=" + Files.readString(entry));
      }
      return String.join(" ", found);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
