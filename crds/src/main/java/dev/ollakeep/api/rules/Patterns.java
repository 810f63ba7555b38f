package dev.ollakeep.api.rules;

/**
 * The closed patterns of the API, as text: the schema's rules and the operator's own checks use the same ones.
 *
 * <p>Every pattern is anchored, lists what it accepts, and means the same to RE2 (the API server) and to {@code java.util.regex}.
 * What matches holds no white space, quote, brace, semicolon, dollar sign or backslash.
 */
public final class Patterns {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
  private static final String DNS = LABEL + "(\\." + LABEL + ")*";
  private static final String PATH_SEGMENT = "/[A-Za-z0-9_:@+~-][A-Za-z0-9._:@+~-]*";
  private static final String IMAGE_NAME = "[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*";
  private static final String IMAGE_HOST = "([a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?/)?";
  private static final String IMAGE_TAG = ":[A-Za-z0-9_][A-Za-z0-9._-]{0,127}";
  private static final String IMAGE_DIGEST = "@sha256:[a-f0-9]{64}";

  /** Name of a server: short enough for the names of all objects made for it. */
  public static final String SERVER_NAME = "^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$";

  /** Name of a user: lower case only, because proxies compare map keys without case. */
  public static final String USER_NAME = "^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$";

  /** Go-style duration of whole hours, minutes and seconds, such as {@code 90m} or {@code 1h30m}. */
  public static final String DURATION =
      "^([0-9]{1,6}h([0-9]{1,6}m)?([0-9]{1,6}s)?|[0-9]{1,6}m([0-9]{1,6}s)?|[0-9]{1,6}s)$";

  /** RFC 3339 with a zone; that the day exists is checked besides. */
  public static final String TIMESTAMP =
      "^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$";

  /** Name of a Secret, claim, class or host: an RFC 1123 subdomain. */
  public static final String DNS_NAME = "^" + DNS + "$";

  /** A name in a certificate: a host, or a wildcard for one label. */
  public static final String CERTIFICATE_NAME = "^(\\*\\.)?" + DNS + "$";

  /** Image reference with a tag, a digest or both. */
  public static final String IMAGE = "^" + IMAGE_HOST + IMAGE_NAME + "(/" + IMAGE_NAME + ")*"
      + "(" + IMAGE_TAG + "(" + IMAGE_DIGEST + ")?|" + IMAGE_DIGEST + ")$";

  /**
   * Environment variables that a resource may set, each by its name.
   *
   * <p>They choose devices and tune; none names a program, a library, a directory or an address to listen on. A prefix would admit those
   * that do: {@code GGML_BACKEND_PATH} and {@code CUDA_INJECTION64_PATH} have a file loaded as code, and a model's file can be uploaded.
   */
  public static final String ENVIRONMENT_NAME = "^("
      + "OLLAMA_(GO_TEMPLATE|GPU_OVERHEAD|IGPU_ENABLE|INTEL_GPU|LLM_LIBRARY|MAX_TRANSFER_STREAMS|MAX_VRAM|MULTIUSER_CACHE"
      + "|NEW_ENGINE|NEW_ESTIMATES|NOPRUNE|SCHED_SPREAD|VULKAN)"
      + "|CUDA_(DEVICE_ORDER|LAUNCH_BLOCKING|MODULE_LOADING|SCALE_LAUNCH_QUEUES|VISIBLE_DEVICES)"
      + "|NVIDIA_(DRIVER_CAPABILITIES|TF32_OVERRIDE|VISIBLE_DEVICES)"
      + "|(HIP|ROCR)_VISIBLE_DEVICES"
      + "|HSA_(ENABLE_PEER_SDMA|ENABLE_SDMA|OVERRIDE_GFX_VERSION(_[0-9]{1,2})?|XNACK)"
      + "|GGML_(CUDA_DISABLE_GRAPHS|CUDA_ENABLE_UNIFIED_MEMORY|CUDA_NO_PINNED|VK_PREFER_HOST_MEMORY|VK_VISIBLE_DEVICES)"
      + "|HTTPS_PROXY|NO_PROXY)$";

  /** Exact origin of a browser page: scheme, host and, unless it is the scheme's default, port. */
  public static final String ORIGIN = "^[a-z][a-z0-9+.-]*://[a-z0-9]([a-z0-9._-]*[a-z0-9])?(:[1-9][0-9]{0,4})?$";

  /** Canonical request path, without a trailing slash; lower case only, because Nginx compares map keys without case. */
  public static final String ROUTE_PATH = "^(/[a-z0-9_:@+~-][a-z0-9._:@+~-]*)+$";

  /** Canonical prefix of an Ingress: the root, or segments without a trailing slash. */
  public static final String INGRESS_PATH = "^(/|(" + PATH_SEGMENT + ")+)$";

  /** Free text that asks for a rotation when it changes. */
  public static final String REQUEST_ID = "^[A-Za-z0-9._:-]*$";

  /** Key in a Secret. */
  public static final String SECRET_KEY = "^[-._a-zA-Z0-9]+$";

  /** Key of a label or an annotation: an optional DNS prefix and a name. */
  public static final String QUALIFIED_NAME = "^(" + DNS + "/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$";

  /** Value of a label. */
  public static final String LABEL_VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$";

  /** Text of one line without control characters. */
  public static final String ONE_LINE = "^[^\\x00-\\x1f\\x7f]*$";

  private Patterns() {
  }
}
