package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.ollakeep.api.rules.Cel;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** How long the proxy waits for Ollama. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Timeouts(
    @JsonPropertyDescription("How long connecting to Ollama may take. From 1s to 75s.")
    @Default("5s")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " >= duration('1s') && duration(self) <= duration('75s')",
        message = "timeouts.connect must be a duration such as 5s, from 1s to 75s")
    String connect,

    @JsonPropertyDescription("How long Ollama may be silent, before the first token and between two. A model that loads is silent for "
        + "minutes. From 1s to 24h.")
    @Default("1h")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " >= duration('1s') && duration(self) <= duration('24h')",
        message = "timeouts.read must be a duration such as 1h, from 1s to 24h")
    String read,

    @JsonPropertyDescription("How long Ollama may take between two reads of a request body. From 1s to 24h.")
    @Default("5m")
    @Size(max = 32)
    @ValidationRule(value = Cel.IS_DURATION + " >= duration('1s') && duration(self) <= duration('24h')",
        message = "timeouts.send must be a duration such as 5m, from 1s to 24h")
    String send) {

  public Timeouts {
    connect = connect == null ? "5s" : connect;
    read = read == null ? "1h" : read;
    send = send == null ? "5m" : send;
  }
}
