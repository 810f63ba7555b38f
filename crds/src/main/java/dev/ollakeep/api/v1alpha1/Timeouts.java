package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** How long the proxy waits for Ollama. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Timeouts(
    String connect,
    String read,
    String send) {

  public Timeouts {
    connect = connect == null ? "5s" : connect;
    read = read == null ? "1h" : read;
    send = send == null ? "5m" : send;
  }
}
