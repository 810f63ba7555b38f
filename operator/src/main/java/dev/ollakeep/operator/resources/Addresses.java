package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.Endpoint;
import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.ClientEndpoint;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a server can be reached. */
public final class Addresses {

  private Addresses() {}

  /** The address to give away: from outside where there is one. */
  public static String url(OllamaServer server) {
    return external(server).orElseGet(() -> internal(server));
  }

  /** Every address with its scope; clients are told of this one outside. */
  public static List<Endpoint> endpoints(OllamaServer server, Optional<String> external) {
    var inside = new Endpoint("Internal", internal(server));
    return Stream.concat(Stream.of(inside), external.map(url -> new Endpoint("External", url)).stream()).toList();
  }

  /** What clients in the cluster are told: the full name, which needs no search domain of theirs. */
  public static ClientEndpoint client(OllamaServer server, Optional<Ingress> made, OperatorDefaults defaults) {
    var host = service(server) + "." + defaults.clusterDomain();
    return new ClientEndpoint(host, ProxyService.PORT, "http://" + host, external(server, made, defaults.limits()), Optional.empty());
  }

  private static String internal(OllamaServer server) {
    return "http://" + service(server);
  }

  private static Optional<String> external(OllamaServer server) {
    var exposure = server.getSpec().exposure();
    return exposure.type() == ExposureType.INGRESS
        ? Optional.of(external(exposure.host(), server.getSpec().tlsIfAny().isPresent()))
        : Optional.empty();
  }

  /** While a name is not allowed, or nothing is written, the Ingress stays as it is, and so does what clients are told. */
  private static Optional<String> external(OllamaServer server, Optional<Ingress> made, ExposureLimits limits) {
    var asked = external(server);
    var stays = server.getSpec().paused() || limits.refusedHost(server).isPresent();
    if (asked.isEmpty() || !stays) {
      return asked;
    }
    return made.map(Ingress::getSpec).flatMap(spec -> spec.getRules().stream()
        .map(IngressRule::getHost)
        .filter(Objects::nonNull)
        .findFirst()
        .map(host -> external(host, !spec.getTls().isEmpty())));
  }

  private static String external(String host, boolean tls) {
    return (tls ? "https://" : "http://") + host;
  }

  private static String service(OllamaServer server) {
    return server.getMetadata().getName() + "." + server.getMetadata().getNamespace() + ".svc";
  }
}
