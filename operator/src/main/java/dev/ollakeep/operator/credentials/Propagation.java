package dev.ollakeep.operator.credentials;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.List;

/**
 * How far the pods are with the revision of the proxies' Secret.
 *
 * @param revision what every pod must reach; 0 before there is one
 * @param pods how many pods count: those that may serve, now or later
 * @param behind those that have not confirmed the revision, by name: to be touched, whether they block or not
 */
public record Propagation(long revision, int pods, List<PodBehind> behind) {

  /** The revision in the proxies' Secret, as it stands there; 0 when there is none. */
  public static long revisionIn(Secret proxyAuth) {
    return AuthFiles.revision(SecretData.of(proxyAuth));
  }

  /** A pod that has not confirmed a revision. */
  public record PodBehind(String name, String uid, Standing standing) {}

  /** What a pod that is behind means for a rotation. */
  public enum Standing {
    /** It accepts logins by an older revision, or may: everything waits for it. */
    BLOCKS,
    /** It has not answered for 10 minutes: everything still waits for it. */
    SILENT,
    /** It has not been Ready for a minute: only the final word, that the rotation is over, waits for it. */
    NOT_READY,
    /** Its proxy has never run, so it accepts no login yet. */
    NOT_STARTED;

    boolean blocks() {
      return this == BLOCKS || this == SILENT;
    }
  }
}
