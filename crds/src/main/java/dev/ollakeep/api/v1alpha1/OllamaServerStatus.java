package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;

/** What the operator saw and did. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OllamaServerStatus(
    Long observedGeneration,
    String url,
    List<Endpoint> endpoints,
    String serverVersion,
    Binding binding,
    @StatusReplicas Integer replicas,
    Integer readyReplicas,
    @LabelSelector String selector,
    AuthStatus auth,
    ExposureStatus exposure,
    TlsStatus tls,
    List<Condition> conditions) {

  public OllamaServerStatus {
    endpoints = endpoints == null ? List.of() : List.copyOf(endpoints);
    conditions = conditions == null ? List.of() : List.copyOf(conditions);
  }
}
