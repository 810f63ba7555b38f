package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/** Extra labels and annotations of the pods. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PodMetadata(
    Map<String, String> labels,
    Map<String, String> annotations) {

  public PodMetadata {
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
  }
}
