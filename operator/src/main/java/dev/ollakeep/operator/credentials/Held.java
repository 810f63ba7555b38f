package dev.ollakeep.operator.credentials;

import dev.ollakeep.operator.names.Component;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.ServerIdentity;
import dev.ollakeep.operator.observed.Seen;
import io.fabric8.kubernetes.api.model.Secret;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What lies under the name of one of our Secrets.
 *
 * <p>Only {@link Ours} may be written or deleted, and only {@link Missing} may be created.
 *
 * @param <T> what one of ours says
 */
sealed interface Held<T> {

  /** How we lay out our Secrets; a later version that changes it changes the number. */
  String LAYOUT = "1";
  String LAYOUT_ANNOTATION = "ollakeep.dev/layout";

  /** It is ours, and laid out as this version knows. */
  record Ours<T>(Secret secret, T value) implements Held<T> {
    /** Never what is in it. */
    @Override
    public String toString() {
      return "Ours[" + secret.getMetadata().getName() + "]";
    }
  }

  /** There is none. */
  record Missing<T>() implements Held<T> {}

  /** Somebody else's. */
  record Foreign<T>() implements Held<T> {}

  /** Ours, by another version of the operator. */
  record OtherLayout<T>(String layout) implements Held<T> {}

  /** Nobody could tell. */
  record Unseen<T>(String why) implements Held<T> {}

  /** Reads one of ours by {@code reading}, and nobody else's. */
  static <T> Held<T> of(Seen<Secret> seen, ServerIdentity server, Component component, Function<Secret, T> reading) {
    if (seen instanceof Seen.Unknown<Secret> unknown) {
      return new Unseen<>(unknown.why());
    }
    return seen.ifPresent().<Held<T>>map(secret -> {
      var layout = annotations(secret).getOrDefault(LAYOUT_ANNOTATION, LAYOUT);
      if (!server.owns(secret, component.text())) {
        return new Foreign<>();
      }
      return layout.equals(LAYOUT) ? new Ours<>(secret, reading.apply(secret)) : new OtherLayout<>(layout);
    }).orElseGet(Missing::new);
  }

  /** A credential, which must carry its user's label, too. */
  static Held<StoredCredential> ofUser(Seen<Secret> seen, ServerIdentity server, CredentialUser user, Instant now) {
    var held = of(seen, server, user.component(), secret -> StoredCredential.of(secret, now));
    var labelled = seen.ifPresent().filter(secret -> user.name().equals(labels(secret).get(Labels.USER)));
    return held instanceof Ours && labelled.isEmpty() ? new Foreign<>() : held;
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

  /** The Secret, if it is ours. */
  default Optional<Secret> ours() {
    return this instanceof Ours<T> ours ? Optional.of(ours.secret()) : Optional.empty();
  }

  /** What it says, if it is ours. */
  default Optional<T> content() {
    return this instanceof Ours<T> ours ? Optional.of(ours.value()) : Optional.empty();
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
