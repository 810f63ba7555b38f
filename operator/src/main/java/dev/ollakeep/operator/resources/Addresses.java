package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.Endpoint;
import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.credentials.ClientEndpoint;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a server can be reached. */
public final class Addresses {

  private Addresses() {}

  /** The address to give away: from outside where there is one. */
  public static String url(OllamaServer server) {
    return external(server).orElseGet(() -> internal(server));
  }

  /** Every address with its scope. */
  public static List<Endpoint> endpoints(OllamaServer server) {
    var inside = new Endpoint("Internal", internal(server));
    return Stream.concat(Stream.of(inside), external(server).map(url -> new Endpoint("External", url)).stream()).toList();
  }

  /** What clients in the cluster are told: the full name, which needs no search domain of theirs. */
  public static ClientEndpoint client(OllamaServer server, OperatorDefaults defaults) {
    var host = service(server) + "." + defaults.clusterDomain();
    return new ClientEndpoint(host, ProxyService.PORT, "http://" + host, external(server), Optional.empty());
  }

  private static String internal(OllamaServer server) {
    return "http://" + service(server);
  }

  private static Optional<String> external(OllamaServer server) {
    var exposure = server.getSpec().exposure();
    var scheme = server.getSpec().tlsIfAny().isPresent() ? "https://" : "http://";
    return exposure.type() == ExposureType.INGRESS ? Optional.of(scheme + exposure.host()) : Optional.empty();
  }

  private static String service(OllamaServer server) {
    return server.getMetadata().getName() + "." + server.getMetadata().getNamespace() + ".svc";
  }
}
