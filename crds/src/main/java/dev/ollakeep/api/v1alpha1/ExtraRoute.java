package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.generator.annotation.Required;

/** An exact path newer than the endpoint catalogue, opened for a role. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ExtraRoute(
    @Required HttpMethod method,
    @Required String path,
    @Required Role role) {

  public ExtraRoute {
    role = role == null ? Role.UNRECOGNISED : role;
    method = method == null ? HttpMethod.UNRECOGNISED : method;
  }
}
