package dev.ollakeep.operator.children;

import dev.ollakeep.api.v1alpha1.CertManager;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Component;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.observed.Needs;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.resources.ExposureLimits;
import dev.ollakeep.operator.resources.OllamaDeployment;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** What stands in the way of a child; each method answers for one prerequisite, in the order in which people mend them. */
final class Obstacles {

  private static final String CERTIFICATE_NAME = "cert-manager.io/certificate-name";

  private final Subject subject;
  private final Needs needs;
  private final OperatorDefaults defaults;

  Obstacles(Subject subject, Needs needs, OperatorDefaults defaults) {
    this.subject = subject;
    this.needs = needs;
    this.defaults = defaults;
  }

  /** Nothing may be written at all. */
  Optional<Complaint> frozen() {
    if (subject.unreadable().isPresent()) {
      return subject.unreadable();
    }
    var paused = subject.server().getSpec().paused();
    return paused ? obstacle(Reason.PAUSED, "spec.paused is true: nothing is written") : Optional.empty();
  }

  /** The cluster does not have its kind, or the child itself is somebody else's, or could not be seen. */
  Optional<Complaint> of(Child child) {
    var unserved = subject.observed().cluster().kinds().obstacleTo(child);
    if (unserved.isPresent()) {
      return unserved;
    }
    if (subject.observed().child(child) instanceof Seen.Unknown<HasMetadata> unknown) {
      return obstacle(Reason.NOT_OBSERVED, describe(child) + " could not be read: " + unknown.why());
    }
    return subject.conflicts(child) ? obstacle(Reason.NAME_CONFLICT, conflict(child)) : Optional.empty();
  }

  /** A pod mounts these objects and runs these images: with a stranger's, it would hand itself over. */
  Optional<Complaint> toPods() {
    return first(
        image("spec.image", OllamaDeployment.ollamaImage(subject.server(), defaults.images())),
        image("spec.proxy.image", OllamaDeployment.proxyImage(subject.server(), defaults.images())),
        of(Child.PROXY_CONFIG),
        hashes(),
        modelVolume());
  }

  Optional<Complaint> toCertificate() {
    return first(refusedCertificate(), of(Child.CERTIFICATE), issuedSecret());
  }

  /** Withheld while there is no certificate to serve: a controller would answer with one of its own. */
  Optional<Complaint> toIngress() {
    var refused = refusedNames();
    if (refused.isPresent()) {
      return refused;
    }
    if (needs.children().contains(Child.CERTIFICATE)) {
      return toCertificate();
    }
    return subject.server().getSpec().tlsIfAny().flatMap(tls -> suppliedSecret(tls.secretName()));
  }

  private Optional<Complaint> refusedNames() {
    var limits = defaults.limits();
    return limits.refusedHost(subject.server()).map(this::notAllowed)
        .or(() -> limits.refusedAnnotation(subject.server()).map(key -> new Complaint(
            Reason.HOST_NOT_ALLOWED,
            "spec.exposure.ingress.annotations has " + key + ", which could get names or certificates that the operator does not"
                + " allow: remove it, and name hosts in spec.exposure.host and extraHosts")));
  }

  private Optional<Complaint> refusedCertificate() {
    var limits = defaults.limits();
    var asked = subject.server().getSpec().tlsIfAny().flatMap(Tls::issued);
    return asked.flatMap(it -> limits.refusedName(subject.server(), it))
        .map(this::notAllowed)
        .or(() -> asked.map(CertManager::issuerRef).filter(issuer -> !limits.allow(issuer)).map(issuer -> new Complaint(
            Reason.ISSUER_NOT_ALLOWED,
            "spec.tls.certManager.issuerRef " + ExposureLimits.described(issuer) + " is not an issuer that the operator allows ("
                + String.join(", ", limits.issuers()) + "): name one of those, or ask the administrator to add it to"
                + " servers.allowedIssuers")));
  }

  private Complaint notAllowed(String name) {
    var exposure = subject.server().getSpec().exposure();
    var field = name.equals(exposure.host()) ? "spec.exposure.host"
        : exposure.extraHosts().contains(name) ? "spec.exposure.extraHosts"
        : "spec.tls.certManager.dnsNames";
    return new Complaint(
        Reason.HOST_NOT_ALLOWED,
        field + " has " + name + ", which is outside of the domains that the operator allows ("
            + String.join(", ", defaults.limits().hostSuffixes()) + "): choose a name in one of those, or ask the administrator to add"
            + " the domain to servers.allowedHostSuffixes");
  }

  private Optional<Complaint> image(String field, String image) {
    return defaults.images().allow(image)
        ? Optional.empty()
        : obstacle(
            Reason.IMAGE_NOT_ALLOWED,
            field + " " + image + " is not from a repository that the operator allows: name another image, or ask the"
                + " administrator to add its repository to servers.allowedRepositories");
  }

  private Optional<Complaint> hashes() {
    var name = subject.names().proxyAuth();
    return subject.observed().secret(name).ifPresent()
        .filter(secret -> !Ownership.holds(subject.server(), secret, Component.PROXY_AUTH.text()))
        .flatMap(secret -> obstacle(Reason.NAME_CONFLICT, conflict("Secret", name)));
  }

  private Optional<Complaint> modelVolume() {
    return switch (subject.server().getSpec().storage().type()) {
      case PERSISTENT_VOLUME_CLAIM -> of(Child.MODEL_VOLUME);
      case EXISTING_CLAIM -> existingClaim();
      case EPHEMERAL, UNRECOGNISED -> Optional.empty();
    };
  }

  /** The label is its owner's consent: otherwise whoever may create a server could read any volume of the namespace. */
  private Optional<Complaint> existingClaim() {
    var name = subject.server().getSpec().storage().claimName();
    Function<PersistentVolumeClaim, Optional<Complaint>> consent =
        claim -> labelled(claim)
            ? Optional.empty()
            : obstacle(
                Reason.VOLUME_PENDING,
                "PersistentVolumeClaim " + name + " is not labelled for models: "
                    + subject.kubectl("label pvc " + name + " " + Labels.MODEL_STORE + "=true"));
    return prerequisite(
        subject.observed().existingClaim(),
        new Complaint(Reason.VOLUME_PENDING, "PersistentVolumeClaim " + name + " is missing: create it, or name another one in"
            + " spec.storage.claimName"),
        consent);
  }

  private static boolean labelled(PersistentVolumeClaim claim) {
    var labels = claim.getMetadata().getLabels();
    return labels != null && "true".equals(labels.get(Labels.MODEL_STORE));
  }

  private Optional<Complaint> suppliedSecret(String name) {
    var create = subject.kubectl("create secret tls " + name + " --cert=tls.crt --key=tls.key");
    return prerequisite(
        subject.observed().secret(name),
        new Complaint(Reason.TLS_SECRET_NOT_FOUND, "Secret " + name + " of spec.tls.secretName is missing: " + create),
        secret -> Optional.empty());
  }

  /** cert-manager overwrites a Secret of that name whoever made it; it must not do that on our behalf. */
  private Optional<Complaint> issuedSecret() {
    var name = subject.names().tlsSecret();
    return subject.observed().secret(name).ifPresent()
        .filter(secret -> !issuedForUs(secret))
        .flatMap(secret -> obstacle(Reason.NAME_CONFLICT, conflict("Secret", name)));
  }

  private boolean issuedForUs(Secret secret) {
    var annotations = secret.getMetadata().getAnnotations();
    return annotations != null && subject.names().server().equals(annotations.get(CERTIFICATE_NAME));
  }

  private static <T> Optional<Complaint> prerequisite(
      Seen<T> seen, Complaint missing, Function<T, Optional<Complaint>> whenThere) {
    if (seen instanceof Seen.Present<T> present) {
      return whenThere.apply(present.object());
    }
    return seen instanceof Seen.Unknown<T> unknown
        ? obstacle(Reason.NOT_OBSERVED, "a prerequisite could not be read: " + unknown.why())
        : Optional.of(missing);
  }

  private String describe(Child child) {
    return child.type().getSimpleName() + " " + child.name(subject.names());
  }

  private String conflict(Child child) {
    return conflict(child.type().getSimpleName(), child.name(subject.names()));
  }

  private String conflict(String kind, String name) {
    return kind + " " + name + " belongs to somebody else and is not touched: rename the server, or, if nobody needs it, "
        + subject.kubectl("delete " + kind.toLowerCase(Locale.ROOT) + " " + name);
  }

  @SafeVarargs
  private static Optional<Complaint> first(Optional<Complaint>... candidates) {
    return Stream.of(candidates).flatMap(Optional::stream).findFirst();
  }

  private static Optional<Complaint> obstacle(Reason reason, String message) {
    return Optional.of(new Complaint(reason, message));
  }
}
