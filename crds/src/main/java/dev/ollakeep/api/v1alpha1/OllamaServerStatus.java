package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What the operator saw and did. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OllamaServerStatus(
    @JsonPropertyDescription("The metadata.generation that this status is about.")
    Long observedGeneration,

    @JsonPropertyDescription("Where clients reach the server, as configured; set once it can be reached.")
    @Size(max = 2048)
    String url,

    @JsonPropertyDescription("All addresses of the server.")
    List<Endpoint> endpoints,

    @JsonPropertyDescription("Version that Ollama reported, asked through the proxy.")
    String serverVersion,

    @JsonPropertyDescription("Secret to bind applications to, as the Service Binding specification wants it.")
    Binding binding,

    @JsonPropertyDescription("Number of pods.")
    @Max(Integer.MAX_VALUE)
    @StatusReplicas
    Integer replicas,

    @JsonPropertyDescription("Number of pods that are ready.")
    @Max(Integer.MAX_VALUE)
    Integer readyReplicas,

    @JsonPropertyDescription("Label selector of the pods, for autoscalers.")
    @Size(max = 1024)
    @LabelSelector
    String selector,

    @JsonPropertyDescription("Where the credentials stand.")
    AuthStatus auth,

    @JsonPropertyDescription("What the outside world looks like.")
    ExposureStatus exposure,

    @JsonPropertyDescription("The certificate in use.")
    TlsStatus tls,

    @JsonPropertyDescription("What was observed: one entry for each type.")
    @Size(max = 32)
    List<Condition> conditions) {

  public OllamaServerStatus {
    endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }

  /** The status of a server that nobody has looked at yet. */
  public static OllamaServerStatus empty() {
    return new OllamaServerStatus(null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The same, with other conditions. */
  public OllamaServerStatus withConditions(List<Condition> others) {
    return new OllamaServerStatus(
        observedGeneration, url, endpoints, serverVersion, binding, replicas, readyReplicas, selector, auth, exposure, tls, others);
  }
}
