package dev.ollakeep.operator.proxy;

import dev.ollakeep.api.v1alpha1.Role;
import java.util.Locale;

/**
 * What a proxy and all who deal with it agree on: ports, paths, names of files and volumes.
 *
 * <p>Whoever needs one of these takes it from here, and {@code ProxyContractTest} finds one that is written anew. What is in use in
 * clusters stays as it is: pods of the version before go on with the files that this version writes.
 */
public final class ProxyContract {

  /** The container of the proxy. */
  public static final String CONTAINER = "proxy";
  /** Its user: that of the official Nginx images. */
  public static final long USER = 101;

  // ---- listeners

  /** For users. */
  public static final int PUBLIC_PORT = 8080;
  public static final String PUBLIC_PORT_NAME = "http";
  /** For kubelet and operator; no Service leads here. */
  public static final int INTERNAL_PORT = 8081;
  public static final String INTERNAL_PORT_NAME = "internal";
  /** Ollama of the same pod, which listens on loopback only: IPv4, which every pod has. */
  public static final int OLLAMA_PORT = 11434;
  public static final String OLLAMA_ADDRESS = "127.0.0.1:" + OLLAMA_PORT;

  // ---- what the internal listener is asked

  /** Whether the proxy lives. */
  public static final String LIVENESS = "/livez";
  /** Whether Ollama answers through it. */
  public static final String READINESS = "/healthz";
  /** Which revision of the credentials it reads. */
  public static final String AUTH_REVISION = "/auth-revision";
  /** Which configuration it runs, and which it refused. */
  public static final String CONFIGURATION_VERSIONS = "/configz";

  // ---- volumes

  public static final String CONFIG_VOLUME = "proxy-config";
  public static final String CONFIG_DIRECTORY = "/etc/ollakeep/conf";
  public static final String AUTH_VOLUME = "proxy-auth";
  public static final String AUTH_DIRECTORY = "/etc/ollakeep/auth";
  /** In a mounted volume: the link by which kubelet swaps all files at once. */
  public static final String SWAPPED_AS_ONE = "..data";
  /** The only place that the proxy writes to. */
  public static final String RUN_VOLUME = "run";
  public static final String RUN_DIRECTORY = "/run/ollakeep";
  /** Held open for as long as a request of somebody who was let in: by it the entry script tells whom an end waits for. */
  public static final String RUNNING = "running";

  // ---- files of the configuration

  public static final String NGINX_CONF = "nginx.conf";
  public static final String ENTRY_SCRIPT = "entrypoint.sh";
  public static final String VERSION = "version";

  // ---- files of the credentials

  /** Grows with each change of the others. */
  public static final String REVISION = "revision";
  /** Empty; where it is, each user has files of his own. */
  public static final String PER_USER_FILES = "per-user-files";
  /** Everybody's hashes, and those of before: what proxies of the former layout read. */
  public static final String HASHES = "htpasswd";
  public static final String PREVIOUS_HASHES = "htpasswd.previous";
  /** The hash of the operator's own user, also while nobody may log in. */
  public static final String OPERATOR_HASH = "htpasswd.operator";
  /** A user's hash is in {@code role.<role>.<user>}, the one before it in {@code previous.<role>.<user>}. */
  public static final String CURRENT_OF_ROLE = "role";
  public static final String PREVIOUS_OF_ROLE = "previous";
  /** How a hash begins; what the proxy can verify without a library of its own. */
  public static final String HASH_SCHEME = "{SSHA}";

  private ProxyContract() {}

  /** A role as names of files and the access log spell it: {@code modelmanager}. */
  public static String spelt(Role role) {
    return role.text().toLowerCase(Locale.ROOT);
  }
}
