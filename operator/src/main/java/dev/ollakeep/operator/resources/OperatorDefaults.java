package dev.ollakeep.operator.resources;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the administrator decided for every server: settings of the operator, never of a resource.
 *
 * @param images which images run, and which may run
 * @param limits which names servers may take, and from which issuers
 * @param self where the operator itself runs; its probes must pass the servers' network policies
 * @param clusterDomain the DNS domain of Services, usually {@code cluster.local}
 * @param probing how the operator's questions reach the servers' pods
 */
public record OperatorDefaults(Images images, ExposureLimits limits, Self self, String clusterDomain, Probing probing) {

  /**
   * The way of the operator's questions.
   *
   * @param mode which way they go
   * @param sources CIDRs that they come from besides the operator's own pods, such as the API server's addresses
   */
  public record Probing(ProbeMode mode, List<String> sources) {

    public Probing {
      sources = sources.stream().sorted().distinct().toList();
    }
  }

  /**
   * The images of a server whose resource names none, and the repositories that a resource may name.
   *
   * @param ollama with tag or digest
   * @param proxy with tag or digest
   * @param allowedRepositories such as {@code registry.example.com/ai/ollama}, or {@code registry.example.com/ai/*} for
   *     everything below it; the repositories of the two defaults are always allowed
   */
  public record Images(String ollama, String proxy, List<String> allowedRepositories) {

    public Images {
      allowedRepositories = List.copyOf(allowedRepositories);
    }

    /** Whether pods may run this image. */
    public boolean allow(String image) {
      var reference = ImageReference.of(image);
      return reference.sameRepository(ImageReference.of(ollama))
          || reference.sameRepository(ImageReference.of(proxy))
          || allowedRepositories.stream().anyMatch(reference::within);
    }
  }

  /** The operator's namespace and the labels of its pods. */
  public record Self(String namespace, Map<String, String> podLabels) {

    public Self {
      podLabels = new TreeMap<>(podLabels);
    }
  }
}
