package dev.ollakeep.operator.children;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.observed.Observed;
import dev.ollakeep.operator.words.Complaint;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Optional;

/**
 * One server at one moment: what is asked for and what was seen.
 *
 * @param unreadable what this version does not understand: a value in the resource, or how a Secret of it is laid out
 */
public record Subject(OllamaServer server, Observed observed, Instant now, Optional<Complaint> unreadable) {

  public Names names() {
    return Names.of(server);
  }

  public String namespace() {
    return server.getMetadata().getNamespace();
  }

  /** The child as it lies there, if it was seen and is ours. */
  public <T extends HasMetadata> Optional<T> own(Child child, Class<T> type) {
    return observed.child(child).ifPresent().filter(found -> Ownership.holds(server, found, child)).map(type::cast);
  }

  /** An object of the child's name is there and is not ours. */
  public boolean conflicts(Child child) {
    return observed.child(child).ifPresent().filter(found -> !Ownership.holds(server, found, child)).isPresent();
  }

  /** A kubectl command in the server's namespace. */
  public String kubectl(String rest) {
    return "kubectl -n " + namespace() + " " + rest;
  }
}
