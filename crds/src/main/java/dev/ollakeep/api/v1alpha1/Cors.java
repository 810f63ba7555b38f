package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Patterns;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** Browser origins that may use the server. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Cors(
    @JsonPropertyDescription("Origins of pages that may use the server, besides its own host and the desktop applications that Ollama "
        + "itself allows. A page still needs a user's secret.")
    @Size(max = 32)
    @ValidationRule(value = "self.all(o, o.matches(r'" + Patterns.ORIGIN + "'))",
        message = "cors.allowedOrigins must be exact origins in lower case, scheme://host or scheme://host:port, "
            + "without path, wildcard or trailing slash, such as https://chat.example.com")
    @ValidationRule(value = "!self.exists(o, o.matches(r'^(http://.*:80|https://.*:443)$'))",
        message = "cors.allowedOrigins must leave out a scheme's default port, as browsers do; write https://chat.example.com")
    List<@Size(min = 1, max = 253) String> allowedOrigins) {

  public Cors {
    allowedOrigins = allowedOrigins == null ? List.of() : List.copyOf(allowedOrigins);
  }
}
