package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.AccessMode;
import dev.ollakeep.api.v1alpha1.CertManager;
import dev.ollakeep.api.v1alpha1.CloudAccess;
import dev.ollakeep.api.v1alpha1.DeletionPolicy;
import dev.ollakeep.api.v1alpha1.EgressPolicy;
import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.GoDuration;
import dev.ollakeep.api.v1alpha1.ImagePullPolicy;
import dev.ollakeep.api.v1alpha1.KvCacheType;
import dev.ollakeep.api.v1alpha1.LogLevel;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.api.v1alpha1.PrivateKeyAlgorithm;
import dev.ollakeep.api.v1alpha1.PrivateKeyRotationPolicy;
import dev.ollakeep.api.v1alpha1.ProxyType;
import dev.ollakeep.api.v1alpha1.Resources;
import dev.ollakeep.api.v1alpha1.StorageType;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.proxy.ProxySettings;
import dev.ollakeep.operator.resources.CanonicalQuantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what a resource says and this version does not understand, such as a value that a newer version knows.
 *
 * <p>Such a resource changes nothing: no default is good enough for a word about security.
 */
final class Unreadable {

  private Unreadable() {}

  /** The first field that is not understood, credentials aside; empty when all of them are. */
  static Optional<String> in(OllamaServer server) {
    var spec = server.getSpec();
    return unknownWord(spec)
        .or(() -> refused("spec.drainTimeout", spec.drainTimeout(), GoDuration::parse))
        .or(() -> refused("spec.storage.size", spec.storage().size(), CanonicalQuantity::of))
        .or(() -> refused("spec.resources", spec.resources(), Unreadable::quantities))
        .or(() -> refused("spec.proxy.resources", spec.proxy().resources(), Unreadable::quantities))
        .or(() -> spec.tlsIfAny().flatMap(Tls::issued).flatMap(Unreadable::lifetimes))
        .or(() -> refused("spec.proxy", spec, ProxySettings::of));
  }

  private static Optional<String> unknownWord(OllamaServerSpec spec) {
    return unknown(spec).entrySet().stream()
        .filter(Map.Entry::getValue)
        .findFirst()
        .map(entry -> entry.getKey() + " has a value that this version of the operator does not know");
  }

  private static Map<String, Boolean> unknown(OllamaServerSpec spec) {
    var unknown = new LinkedHashMap<String, Boolean>();
    unknown.put("spec.imagePullPolicy", spec.imagePullPolicy() == ImagePullPolicy.UNRECOGNISED);
    unknown.put("spec.settings.kvCacheType", spec.settings().kvCacheType() == KvCacheType.UNRECOGNISED);
    unknown.put("spec.settings.cloud", spec.settings().cloud() == CloudAccess.UNRECOGNISED);
    unknown.put("spec.settings.logLevel", spec.settings().logLevel() == LogLevel.UNRECOGNISED);
    unknown.put("spec.storage.type", spec.storage().type() == StorageType.UNRECOGNISED);
    unknown.put("spec.storage.accessMode", spec.storage().accessMode() == AccessMode.UNRECOGNISED);
    unknown.put("spec.storage.onDelete", spec.storage().onDelete() == DeletionPolicy.UNRECOGNISED);
    unknown.put("spec.proxy.type", spec.proxy().type() == ProxyType.UNRECOGNISED);
    unknown.put("spec.exposure.type", spec.exposure().type() == ExposureType.UNRECOGNISED);
    unknown.put("spec.networkPolicy.egress", spec.networkPolicy().egress() == EgressPolicy.UNRECOGNISED);
    spec.tlsIfAny().flatMap(Tls::issued).ifPresent(issued -> {
      var key = issued.privateKey();
      var field = "spec.tls.certManager.privateKey.";
      unknown.put(field + "algorithm", key.algorithm() == PrivateKeyAlgorithm.UNRECOGNISED);
      unknown.put(field + "rotationPolicy", key.rotationPolicy() == PrivateKeyRotationPolicy.UNRECOGNISED);
    });
    return unknown;
  }

  private static Optional<String> lifetimes(CertManager asked) {
    return refused("spec.tls.certManager.duration", asked.duration(), Unreadable::parseIfSet)
        .or(() -> refused("spec.tls.certManager.renewBefore", asked.renewBefore(), Unreadable::parseIfSet));
  }

  private static void quantities(Resources asked) {
    CanonicalQuantity.of(asked.requests());
    CanonicalQuantity.of(asked.limits());
  }

  private static void parseIfSet(String duration) {
    if (duration != null) {
      GoDuration.parse(duration);
    }
  }

  private static <T> Optional<String> refused(String field, T value, Consumer<T> reader) {
    try {
      reader.accept(value);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(field + ": " + e.getMessage());
    }
  }
}
