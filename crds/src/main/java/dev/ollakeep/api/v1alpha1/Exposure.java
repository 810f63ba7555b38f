package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** How clients reach the server. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.type != 'Ingress' || (has(self.host) && self.host != '')",
    message = "exposure.host is required with exposure.type Ingress: the name that clients use, such as llm.example.com",
    fieldPath = ".host")
@ValidationRule(
    value = "self.type == 'Ingress' || !has(self.host) || self.host == ''",
    message = "exposure.host needs exposure.type Ingress; set the type or remove host",
    fieldPath = ".host")
@ValidationRule(
    value = "self.type == 'Ingress' || !has(self.ingress) || (self.ingress.path == '/'"
        + " && (!has(self.ingress.className) || self.ingress.className == '')"
        + " && (!has(self.ingress.annotations) || self.ingress.annotations.size() == 0))",
    message = "exposure.ingress needs exposure.type Ingress; set the type or remove ingress",
    fieldPath = ".ingress")
@ValidationRule(
    value = "!has(self.extraHosts) || self.extraHosts.size() == 0 || (has(self.host) && self.host != '')",
    message = "exposure.extraHosts needs exposure.host; put the first name there",
    fieldPath = ".extraHosts")
@ValidationRule(
    value = "!has(self.extraHosts) || !has(self.host) || !(self.host in self.extraHosts)",
    message = "exposure.extraHosts must not repeat exposure.host; remove it from the list",
    fieldPath = ".extraHosts")
public record Exposure(
    @JsonPropertyDescription("ClusterIP serves clients inside the cluster; Ingress also those outside.")
    @Default("ClusterIP")
    ExposureType type,

    @JsonPropertyDescription("Name under which clients outside reach the server. Required with type Ingress.")
    @Size(max = 253)
    @ValidationRule(value = Cel.UNSET_OR + "(" + Cel.IS_DNS_NAME + " && !isIP(self))",
        message = "exposure.host must be a DNS name in lower case, such as llm.example.com: no scheme, port, wildcard or IP address")
    String host,

    @JsonPropertyDescription("Further names of the server.")
    @Size(max = 16)
    @ValidationRule(value = "self.all(h, h.matches(r'" + Patterns.DNS_NAME + "') && !isIP(h))",
        message = "exposure.extraHosts must be DNS names in lower case, such as ai.example.com: no scheme, port, wildcard or IP address")
    List<@Size(min = 1, max = 253) String> extraHosts,

    @JsonPropertyDescription("Allows type Ingress without tls. Every secret then travels in clear text; meant for TLS that something "
        + "before the Ingress ends.")
    @Default("false")
    Boolean allowPlaintext,

    @JsonPropertyDescription("Details of the Ingress; only with type Ingress.")
    IngressSettings ingress) {

  public Exposure {
    type = type == null ? ExposureType.CLUSTER_IP : type;
    host = host == null ? "" : host;
    extraHosts = extraHosts == null ? List.of() : List.copyOf(extraHosts);
    allowPlaintext = allowPlaintext == null ? false : allowPlaintext;
    ingress = ingress == null ? new IngressSettings(null, null, null, null) : ingress;
  }

  /** Reachable inside the cluster only. */
  public static Exposure defaults() {
    return new Exposure(null, null, null, null, null);
  }
}
