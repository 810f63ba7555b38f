package dev.ollakeep.operator.status;

import dev.ollakeep.operator.words.NameList;
import io.fabric8.kubernetes.api.model.Secret;
import java.security.cert.CertificateException;
import java.util.Map;
import java.util.Optional;

/** What is wrong with a Secret that does not hold a usable certificate for a host: the first thing that clients would fall over. */
final class CertificateFault {

  private static final String TYPE = "kubernetes.io/tls";

  private CertificateFault() {}

  /** Begins with a verb; its subject is the Secret. */
  static String of(Secret secret, String host) {
    var data = Optional.ofNullable(secret.getData()).orElse(Map.of());
    if (!TYPE.equals(secret.getType())) {
      return "is of type " + secret.getType() + ", not " + TYPE;
    }
    if (data.get("tls.key") == null || data.get("tls.crt") == null) {
      return "has no " + (data.get("tls.crt") == null ? "tls.crt" : "tls.key");
    }
    try {
      var names = ServedCertificate.read(data.get("tls.crt")).dnsNames();
      return "holds a certificate " + (names.isEmpty() ? "without a DNS name" : "for " + NameList.of(names)) + ", not for " + host;
    } catch (CertificateException | IllegalArgumentException unreadable) {
      return "holds no certificate in tls.crt that can be read (" + ForeignWords.quoted(String.valueOf(unreadable.getMessage())) + ")";
    }
  }
}
