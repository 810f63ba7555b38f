package dev.ollakeep.operator.words;

/**
 * Every reason that a condition or an event may give; the only list of them.
 *
 * <p>A reason is part of the API: it may be added, never renamed.
 */
public enum Reason {
  ALL_READY("AllReady", "Everything that was asked for works"),
  SCALED_TO_ZERO("ScaledToZero", "replicas is 0: no pod runs, by request"),
  NO_ACTIVE_USER("NoActiveUser", "Every user is suspended or has expired"),
  LOCKDOWN("Lockdown", "auth.lockdown is on: every user is refused"),
  PAUSED("Paused", "paused is on: nothing is written except status and the removal of hashes"),

  MINIMUM_REPLICAS_AVAILABLE("MinimumReplicasAvailable", "Enough pods are ready"),
  PODS_NOT_READY("PodsNotReady", "Fewer pods are ready than needed"),
  PODS_REFUSED("PodsRefused",
      "The API server refuses the pods: a quota, a LimitRange, an admission policy, or a class that is missing"),
  POD_SETUP_FAILED("PodSetupFailed", "A node cannot set a pod up: attach or mount a volume, or give it its network"),
  CONTAINER_NOT_STARTED("ContainerNotStarted", "The kubelet cannot create or start a container"),
  IMAGE_PULL_FAILED("ImagePullFailed", "The kubelet cannot fetch an image"),
  IMAGE_NOT_ALLOWED("ImageNotAllowed", "An image is not from a repository that the operator's settings allow"),
  CRASH_LOOP("CrashLoop", "A container ends again and again"),
  UNSCHEDULABLE("Unschedulable", "No node can take the pod"),
  VOLUME_PENDING("VolumePending", "The model volume is not bound, or the named claim is missing or not labelled"),

  LIVE("Live", "Every pod runs the rendered proxy configuration"),
  PROPAGATING("Propagating", "Some pods do not run the rendered proxy configuration yet"),
  PODS_UNREACHABLE("PodsUnreachable", "A pod is ready but does not answer the operator, which can publish no new secret until it does"),
  ROUTE_IN_CATALOGUE("RouteInCatalogue",
      "The endpoint catalogue decides about a path of proxy.extraRoutes, which is left out; everything else is in use"),
  REJECTED("Rejected", "A proxy refused the rendered configuration and serves the last good one"),

  PUBLISHED("Published", "Every active user has a strong, published credential"),
  WEAK_PASSWORD("WeakPassword", "A supplied password is too weak; the last good one stays in use"),
  SOURCE_SECRET_MISSING("SourceSecretMissing", "The Secret of passwordSecretRef, or its key, is missing"),
  SOURCE_SECRET_NOT_LABELLED("SourceSecretNotLabelled", "The Secret of passwordSecretRef lacks the label of consent"),
  NOT_OBSERVED("NotObserved", "An object could not be read; nothing is decided without it"),
  NAME_CONFLICT("NameConflict", "An object of a name that the server needs belongs to somebody else; it is not touched"),

  STABLE("Stable", "No rotation is in flight"),
  JOURNALED("Journaled", "A new secret is written down, its hash not yet in the proxies' Secret"),
  WAITING_FOR_PODS("WaitingForPods", "Some pods do not accept the new secret yet"),
  VERIFIED("Verified", "Every pod accepts the new secret; it is about to be published"),
  IN_GRACE("InGrace", "New and previous secret are both accepted"),
  REVOKING("Revoking", "The grace period is over; the previous secret is being removed"),
  REVOKED("Revoked", "The previous secret is removed; some pods have not confirmed it yet"),
  PROPAGATION_UNVERIFIED("PropagationUnverified", "A pod has not answered for 10 minutes; the rotation waits for it"),

  ALL_PROBES_REFUSED("AllProbesRefused", "The operator attacked the server without a credential and was refused"),
  PROBE_GOT_THROUGH("ProbeGotThrough", "The operator attacked the server without a credential and got in"),
  NOT_PROBED("NotProbed", "There is no pod that serves, or one that could not be attacked yet"),

  EXPOSURE_AVAILABLE("Available", "The way to the server is open"),
  EXPOSURE_PENDING("ExposurePending", "The Service is about to be made"),
  HOST_NOT_ALLOWED("HostNotAllowed", "A name of the server is outside of the domains that the operator's settings allow"),
  INGRESS_CLASS_NOT_FOUND("IngressClassNotFound", "There is no IngressClass of this name, or no default one"),
  INGRESS_NO_ADDRESS("IngressNoAddress", "No controller has given the Ingress an address"),

  CERTIFICATE_ISSUED("Issued", "The certificate is valid"),
  CERTIFICATE_PENDING("Pending", "The certificate is being issued"),
  CERTIFICATE_RENEWING("Renewing", "The certificate in use is valid, a new one is being issued"),
  ISSUANCE_FAILED("IssuanceFailed", "cert-manager could not issue the certificate"),
  EXPIRING_SOON("ExpiringSoon", "Less than a sixth of the certificate's life is left"),
  EXPIRED("Expired", "The certificate has expired"),
  TLS_SECRET_NOT_FOUND("SecretNotFound", "The Secret of tls.secretName is missing"),
  TLS_SECRET_INVALID("SecretInvalid",
      "The Secret of the certificate is of another type, lacks a key, or holds a certificate that clients refuse"),
  ISSUER_NOT_ALLOWED("IssuerNotAllowed", "The issuer is not one that the operator's settings allow"),
  ISSUER_NOT_FOUND("IssuerNotFound", "There is no issuer of this name"),
  ISSUER_NOT_READY("IssuerNotReady", "The issuer is not ready"),
  CERT_MANAGER_NOT_INSTALLED("CertManagerNotInstalled", "The cluster does not serve cert-manager's API"),
  CERT_MANAGER_NOT_RESPONDING("CertManagerNotResponding", "cert-manager has not looked at the Certificate for 2 minutes"),

  INVALID_SPEC("InvalidSpec", "The resource says something that this version does not know; the last good state stays"),
  UNSUPPORTED_LAYOUT("UnsupportedLayout", "A credential Secret was written by a version with another layout"),
  INTERNAL_ERROR("InternalError", "The operator itself fails on this server: a defect of the operator"),
  IMMUTABLE_SECRET("ImmutableSecret", "A Secret that the operator writes was made immutable; it must be deleted to change"),
  CREDENTIAL_CONTENTION("CredentialContention", "Somebody else keeps changing credentials; the operator has stopped"),
  CHILD_CONTENTION("ChildContention", "Somebody keeps undoing what the operator writes; it tries again ever more rarely"),

  CHANGED_AT_ADMISSION("ChangedAtAdmission", "A policy or webhook of the cluster changes an object of the server whenever it is written"),

  ROTATION_STARTED("RotationStarted", "A new secret is on its way"),
  CREDENTIALS_PUBLISHED("CredentialsPublished", "The user's Secret holds the new secret"),
  PREVIOUS_REVOKED("PreviousRevoked", "The previous secret is refused"),
  ACCESS_REVOKED("AccessRevoked", "A user is suspended, has expired, or is locked out: every secret of theirs is refused"),
  CREDENTIALS_OVERWRITTEN("CredentialsOverwritten", "A credential Secret was changed by hand; a new secret replaces it"),
  HASHES_REBUILT("HashesRebuilt", "The proxies' Secret was missing and was rebuilt from the published credentials"),
  USER_REMOVED("UserRemoved", "A user is gone: hash, role and Secret"),
  RESUMED("Resumed", "What had stalled the server is mended"),
  CHILD_CREATED("Created", "An object was made for the server"),
  CHILD_DELETED("Deleted", "An object of the server is not needed any more"),
  CHILD_REFUSED("ApplyRefused", "The API server refused an object of the server; the message says why");

  private final String text;
  private final String meaning;

  Reason(String text, String meaning) {
    this.text = text;
    this.meaning = meaning;
  }

  /** The word as it stands in a condition or an event. */
  public String text() {
    return text;
  }

  /** One sentence for the documentation. */
  public String meaning() {
    return meaning;
  }
}
