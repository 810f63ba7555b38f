package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import dev.ollakeep.api.rules.Patterns;
import dev.ollakeep.api.rules.Sorted;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;

/** Details of the Ingress. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IngressSettings(
    @JsonPropertyDescription("IngressClass to use; when empty, the one that is the cluster's default when the Ingress is made.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + Cel.IS_DNS_NAME,
        message = "ingress.className must be the name of an IngressClass, such as traefik")
    String className,

    @JsonPropertyDescription("Path prefix that the Ingress sends to the server.")
    @Default("/")
    @Size(min = 1, max = 256)
    @ValidationRule(value = "self.matches(r'" + Patterns.INGRESS_PATH + "')",
        message = "ingress.path must be / or a prefix such as /ollama: no escapes, dot segments, double or trailing slashes")
    String path,

    @JsonPropertyDescription("Annotations of the Ingress; they win over those that the operator sets for streaming. Snippets of "
        + "controller configuration are refused.")
    @Size(max = 64)
    @ValidationRule(value = "self.all(k, k.matches(r'" + Patterns.QUALIFIED_NAME + "'))",
        message = "ingress.annotations keys must be [prefix/]name, such as nginx.ingress.kubernetes.io/proxy-buffering")
    @ValidationRule(value = "!self.exists(k, k.matches(r'-snippets?$|^haproxy-ingress\\.github\\.io/config-'))",
        message = "ingress.annotations must not hold snippets of controller configuration; ask the administrator of the controller")
    @ValidationRule(value = "!self.exists(k, k.matches(r'^(cert-manager\\.io|([^/]*\\.)?ollakeep\\.dev)/'))",
        message = "ingress.annotations of cert-manager.io and ollakeep.dev belong to the operator; use tls.certManager for certificates")
    Map<String, @Size(max = 4096) String> annotations,

    @JsonPropertyDescription("Redirects plain HTTP to HTTPS, where the controller can and tls is set.")
    @Default("true")
    Boolean httpsRedirect) {

  public IngressSettings {
    className = className == null ? "" : className;
    path = path == null ? "/" : path;
    annotations = Sorted.copyOf(annotations);
    httpsRedirect = httpsRedirect == null ? true : httpsRedirect;
  }
}
