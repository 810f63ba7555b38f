package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.plan.Seen;
import dev.ollakeep.operator.resources.Labels;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Map;
import java.util.Optional;

/**
 * What lies under the name of one of our Secrets.
 *
 * <p>Only {@link Ours} may be written or deleted, and only {@link Missing} may be created.
 */
sealed interface Held {

  /** How we lay out our Secrets; a later version that changes it changes the number. */
  String LAYOUT = "1";
  String LAYOUT_ANNOTATION = "ollakeep.dev/layout";

  /** It is ours, and laid out as this version knows. */
  record Ours(Secret secret) implements Held {
    /** Never what is in it. */
    @Override
    public String toString() {
      return "Ours[" + secret.getMetadata().getName() + "]";
    }
  }

  /** There is none. */
  record Missing() implements Held {}

  /** Somebody else's. */
  record Foreign() implements Held {}

  /** Ours, by another version of the operator. */
  record OtherLayout(String layout) implements Held {}

  /** Nobody could tell. */
  record Unseen(String why) implements Held {}

  static Held of(Seen<Secret> seen, ServerIdentity server, Component component) {
    if (seen instanceof Seen.Unknown<Secret> unknown) {
      return new Unseen(unknown.why());
    }
    return seen.ifPresent().<Held>map(secret -> {
      var layout = annotations(secret).getOrDefault(LAYOUT_ANNOTATION, LAYOUT);
      if (!server.owns(secret, component.text())) {
        return new Foreign();
      }
      return layout.equals(LAYOUT) ? new Ours(secret) : new OtherLayout(layout);
    }).orElseGet(Missing::new);
  }

  /** As {@link #of}; a credential must carry its user's label, too. */
  static Held ofUser(Seen<Secret> seen, ServerIdentity server, CredentialUser user) {
    var held = of(seen, server, user.component());
    var labelled = seen.ifPresent().filter(secret -> user.name().equals(labels(secret).get(Labels.USER)));
    return held instanceof Ours && labelled.isEmpty() ? new Foreign() : held;
  }

  /** Says by itself how it is laid out; the versions that wrote the first layout did not always. */
  static boolean tellsLayout(Secret secret) {
    return LAYOUT.equals(annotations(secret).get(LAYOUT_ANNOTATION));
  }

  static Map<String, String> annotations(Secret secret) {
    var annotations = secret.getMetadata().getAnnotations();
    return annotations == null ? Map.of() : annotations;
  }

  static Map<String, String> labels(Secret secret) {
    var labels = secret.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  default Optional<Secret> ours() {
    return this instanceof Ours ours ? Optional.of(ours.secret()) : Optional.empty();
  }

  /** Ours, and nobody can change it any more: the API server refuses every update, but not its deletion. */
  default boolean isImmutable() {
    return ours().filter(secret -> Boolean.TRUE.equals(secret.getImmutable())).isPresent();
  }

  /** It may be created or updated. */
  default boolean isWritable() {
    return isMissing() || this instanceof Ours && !isImmutable();
  }

  default boolean isMissing() {
    return this instanceof Missing;
  }
}
