package dev.ollakeep.testing.player;

import dev.ollakeep.testing.Tools;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a {@link PodPlayer} plays.
 *
 * @param namespaces   whose Deployments are played; empty: all
 * @param programs     what containers run
 * @param refresh      when volumes follow their Secrets and ConfigMaps
 * @param pace         how fast the rest goes
 * @param surroundings what the cluster has to give
 */
public record PlayerSettings(Set<String> namespaces, Programs programs, Refresh refresh, Pace pace, Surroundings surroundings) {

  public PlayerSettings {
    namespaces = Set.copyOf(namespaces);
  }

  /** The delays of a real kubelet, as measured on 1.36. */
  public static PlayerSettings likeKubelet(Programs programs) {
    Refresh refresh = new Refresh(new Range(Duration.ofSeconds(60), Duration.ofSeconds(90)),
      new Range(Duration.ofMillis(400), Duration.ofMillis(1000)));
    return new PlayerSettings(Set.of(), programs, refresh, new Pace(1.0, 1.0), Surroundings.ABUNDANT);
  }

  /** Volumes are as late as on a node and as quick after a touch, but probes, back-off and preStop run ten times faster. */
  public static PlayerSettings quick(Programs programs) {
    return likeKubelet(programs).withPace(new Pace(0.1, 0.1));
  }

  public PlayerSettings withNamespaces(String... names) {
    return new PlayerSettings(Set.of(names), programs, refresh, pace, surroundings);
  }

  public PlayerSettings withRefresh(Refresh other) {
    return new PlayerSettings(namespaces, programs, other, pace, surroundings);
  }

  public PlayerSettings withPace(Pace other) {
    return new PlayerSettings(namespaces, programs, refresh, other, surroundings);
  }

  public PlayerSettings withSurroundings(Surroundings other) {
    return new PlayerSettings(namespaces, programs, refresh, pace, other);
  }

  /**
   * The programs of this machine that stand for images.
   *
   * @param nginx  found as {@code nginx} by every container
   * @param ollama a real one; without it a {@link dev.ollakeep.testing.ollama.FakeOllama} runs in this process
   * @param others found as {@code nginx} instead by containers of these images
   */
  public record Programs(Path nginx, Optional<Path> ollama, Map<String, Path> others) {

    public Programs {
      others = Map.copyOf(others);
    }

    public Programs(Path nginx, Optional<Path> ollama) {
      this(nginx, ollama, Map.of());
    }

    /**
     * What {@link Tools} finds.
     *
     * @throws IllegalStateException when there is no Nginx; the message says how to get one
     */
    public static Programs ofThisMachine() {
      Tools tools = Tools.ofThisMachine();
      Path nginx = tools.nginx().orElseThrow(() -> new IllegalStateException("no nginx found; get it with: " + Tools.REMEDY)).path();
      return new Programs(nginx, tools.ollama());
    }

    /** The same with the fake Ollama, for tests that want to see what reached it. */
    public Programs withFakeOllama() {
      return new Programs(nginx, Optional.empty(), others);
    }

    /** The same where an image holds another Nginx, such as an older one. */
    public Programs withNginxOf(String image, Path other) {
      return new Programs(nginx, ollama, Map.of(image, other));
    }
  }

  /**
   * When a Pod's volumes follow.
   *
   * @param late    after this time at the latest, drawn anew for every round
   * @param touched after an update of the Pod object
   */
  public record Refresh(Range late, Range touched) { }

  /**
   * Factors on the times a Pod declares; 1 is as declared.
   *
   * @param probes  initial delays and periods of probes, and the back-off before restarts; time-outs stay
   * @param preStop the sleep of preStop hooks
   */
  public record Pace(double probes, double preStop) { }

  /** From one duration to another, both included. */
  public record Range(Duration least, Duration most) {

    /** Always the same. */
    public static Range exactly(Duration duration) {
      return new Range(duration, duration);
    }

    Duration draw() {
      return Duration.ofMillis(ThreadLocalRandom.current().nextLong(least.toMillis(), most.toMillis() + 1));
    }
  }
}
