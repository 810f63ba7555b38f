package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the streaming of a language model needs of an Ingress controller: hours of silence, unlimited bodies, no buffering.
 *
 * <p>A table, one row per controller; what a controller can only be told globally is a warning.
 *
 * @see <a href="https://doc.traefik.io/traefik/reference/routing-configuration/kubernetes/ingress/">Traefik</a>
 * @see <a href="https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/">ingress-nginx</a>
 */
public enum IngressProfile {
  TRAEFIK(
      "traefik.io/ingress-controller",
      new Annotations(
          Map.of(),
          Map.of(
              "traefik.ingress.kubernetes.io/router.entrypoints", "websecure",
              "traefik.ingress.kubernetes.io/router.tls", "true"),
          Map.of(),
          Map.of("traefik.ingress.kubernetes.io/router.entrypoints", "web")),
      List.of(
          "Traefik ends uploads that take longer than respondingTimeouts.readTimeout of the entry point (60s): raise it in"
              + " Traefik's own configuration"),
      List.of("Traefik redirects HTTP to HTTPS only by the configuration of its entry point web; without that, HTTP gets 404")),
  INGRESS_NGINX(
      "k8s.io/ingress-nginx",
      new Annotations(
          Map.of(
              "nginx.ingress.kubernetes.io/backend-protocol", "HTTP",
              "nginx.ingress.kubernetes.io/proxy-body-size", "0",
              "nginx.ingress.kubernetes.io/proxy-buffering", "off",
              "nginx.ingress.kubernetes.io/proxy-read-timeout", "3600",
              "nginx.ingress.kubernetes.io/proxy-request-buffering", "off",
              "nginx.ingress.kubernetes.io/proxy-send-timeout", "3600"),
          Map.of("nginx.ingress.kubernetes.io/ssl-redirect", "true"),
          Map.of("nginx.ingress.kubernetes.io/ssl-redirect", "false"),
          Map.of("nginx.ingress.kubernetes.io/ssl-redirect", "false")),
      List.of(),
      List.of()),
  NONE(
      "",
      new Annotations(Map.of(), Map.of(), Map.of(), Map.of()),
      List.of(
          "the Ingress controller is not one that the operator knows: set an idle timeout of an hour, unlimited bodies and no"
              + " buffering in spec.exposure.ingress.annotations, in its own words"),
      List.of("whether HTTP is redirected to HTTPS is up to the Ingress controller"));

  /** Remembers on the Ingress which row it was made from, for the times when the class cannot be read. */
  static final String ANNOTATION = "ollakeep.dev/ingress-profile";

  private final String controller;
  private final Annotations annotations;
  private final List<String> warnings;
  private final List<String> redirectWarnings;

  /**
   * A controller's annotations; later ones win.
   *
   * @param always on every Ingress
   * @param withTls where there is a certificate
   * @param withoutRedirect where there is one, and HTTP shall not be redirected
   * @param plain where there is none
   */
  private record Annotations(
      Map<String, String> always,
      Map<String, String> withTls,
      Map<String, String> withoutRedirect,
      Map<String, String> plain) {

    SortedMap<String, String> of(OllamaServer server) {
      var tls = server.getSpec().tlsIfAny().isPresent();
      var chosen = new TreeMap<>(always);
      chosen.putAll(tls ? withTls : plain);
      if (tls && !server.getSpec().exposure().ingress().httpsRedirect()) {
        chosen.putAll(withoutRedirect);
      }
      return chosen;
    }
  }

  IngressProfile(String controller, Annotations annotations, List<String> warnings, List<String> redirectWarnings) {
    this.controller = controller;
    this.annotations = annotations;
    this.warnings = warnings;
    this.redirectWarnings = redirectWarnings;
  }

  /** The row of an {@code IngressClass.spec.controller}. */
  public static IngressProfile ofController(String controller) {
    return List.of(values()).stream().filter(row -> row.controller.equals(controller)).findFirst().orElse(NONE);
  }

  /** The row that an Ingress was made from. */
  public static IngressProfile recordedIn(Ingress ingress) {
    var annotations = ingress.getMetadata().getAnnotations();
    return ofController(annotations == null ? "" : annotations.getOrDefault(ANNOTATION, ""));
  }

  /** What the controller can only be told globally; for {@code status.exposure.warnings}. */
  public List<String> warnings(OllamaServer server) {
    var redirects = server.getSpec().tlsIfAny().isPresent() && server.getSpec().exposure().ingress().httpsRedirect();
    return redirects ? Stream.concat(warnings.stream(), redirectWarnings.stream()).toList() : warnings;
  }

  /** The controller's annotations with the user's on top. */
  SortedMap<String, String> annotations(OllamaServer server) {
    var chosen = annotations.of(server);
    if (this != NONE) {
      chosen.put(ANNOTATION, controller);
    }
    chosen.putAll(server.getSpec().exposure().ingress().annotations());
    return chosen;
  }
}
