package dev.ollakeep.testing.player;

import dev.ollakeep.testing.ollama.FakeOllama;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A handle on one Pod that is being played: what a test may look at, and what it may do to it. */
public final class PlayedPod {

  private final PodLife life;

  PlayedPod(PodLife life) {
    this.life = life;
  }

  public String namespace() {
    return spec().getMetadata().getNamespace();
  }

  public String name() {
    return spec().getMetadata().getName();
  }

  public String uid() {
    return spec().getMetadata().getUid();
  }

  /** Its address in 127.0.0.0/8; the containers listen there on their declared ports. */
  public String podIp() {
    return life.sandbox().ip();
  }

  /** The address that stands for 127.0.0.1 inside it: there its Ollama listens, and nobody but a test should know. */
  public String loopback() {
    return life.sandbox().address().inner();
  }

  /** The directory that stands for a container's {@code /}. */
  public Path rootOf(String container) {
    return life.sandbox().root().resolve(container);
  }

  /**
   * A text file of a container with its relocation undone: what the container would read on a node, byte for byte.
   *
   * @param path in the container, absolute
   */
  public String declared(String container, String path) {
    return life.sandbox().relocation(find(container).container()).undo(read(rootOf(container).resolve(path.substring(1))));
  }

  /** The file with everything the container has printed, through all restarts. */
  public Path logFile(String container) {
    return life.sandbox().logs().resolve(container + ".log");
  }

  /** Everything the container has printed so far. */
  public String log(String container) {
    return read(logFile(container));
  }

  public int restartCount(String container) {
    return find(container).facts().restarts();
  }

  /** The ID of the running instance; another one after every restart. */
  public String containerId(String container) {
    return find(container).facts().id();
  }

  /**
   * Makes its object tell another address than the one where its containers listen, or {@link #podIp()} again; returns when it does.
   *
   * <p>Whoever patches the object instead is overruled by the next status of the Pod.
   */
  public void tellAddress(String address) {
    life.tellAddress(address);
  }

  /** Its volumes stay as they are, touched or not, until {@link #release}. */
  public void hold() {
    life.refresher().hold();
  }

  public void release() {
    life.refresher().release();
  }

  /** The next touches come to nothing, as when kubelet sees the Pod's event before the Secret's. */
  public void ignoreTouches(int count) {
    life.refresher().ignoreTouches(count);
  }

  /** Makes every visible step of a volume swap take this long; zero is normal again. */
  public void slowSwap(Duration step) {
    life.refresher().slowSwap(step);
  }

  /** SIGKILL to the container's first process, as the kernel does it to one that eats too much. */
  public void kill(String container) {
    find(container).program().ifPresent(Program::kill);
  }

  /** The fake Ollama that runs in it; empty when a real one does, or before it was started. */
  public Optional<FakeOllama> fakeOllama() {
    return life.containers().stream().flatMap(container -> container.program().stream())
      .filter(FakeOllamaProgram.class::isInstance).map(program -> ((FakeOllamaProgram) program).ollama()).findFirst();
  }

  @Override
  public String toString() {
    return "PlayedPod[" + namespace() + "/" + name() + " at " + podIp() + "]";
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Pod spec() {
    return life.sandbox().spec();
  }

  private ContainerLife find(String container) {
    return life.containers().stream().filter(found -> found.container().getName().equals(container)).findFirst()
      .orElseThrow(() -> new IllegalArgumentException("no container " + container + " in " + name()));
  }
}
