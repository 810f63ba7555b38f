package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/** Details of the Ingress. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record IngressSettings(
    String className,
    String path,
    Map<String, String> annotations,
    Boolean httpsRedirect) {

  public IngressSettings {
    className = className == null ? "" : className;
    path = path == null ? "/" : path;
    annotations = annotations == null ? Map.of() : Map.copyOf(annotations);
    httpsRedirect = httpsRedirect == null ? true : httpsRedirect;
  }
}
