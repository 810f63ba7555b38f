package dev.ollakeep.operator.words;

import java.util.Arrays;
import java.util.Optional;

/** Every condition a server may have, in the order in which they are listed. */
public enum ConditionType {
  READY("Ready"),
  AVAILABLE("Available"),
  PROXY_CONFIGURED("ProxyConfigured"),
  CREDENTIALS_READY("CredentialsReady"),
  CREDENTIALS_ROTATED("CredentialsRotated"),
  SECURITY_VERIFIED("SecurityVerified"),
  EXPOSURE_READY("ExposureReady"),
  CERTIFICATE_READY("CertificateReady"),
  ALTERED("Altered"),
  STALLED("Stalled");

  private final String text;

  ConditionType(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Empty for a condition of a newer version. */
  public static Optional<ConditionType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
