package dev.ollakeep.testing;

import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubeapitest.binary.BinaryManager;

/**
 * Downloads etcd, kube-apiserver and kubectl with the downloader of kube-api-test, which knows where they are published.
 *
 * <p>It has no time-outs of its own: the caller sets those of the JDK and an overall one.
 */
public final class KubeAssetsDownload {
  private KubeAssetsDownload() {}

  /** Takes a directory and a version such as {@code 1.36.3} or {@code 1.36.*}. */
  public static void main(String[] arguments) {
    String directory = arguments[0];
    String version = arguments[1];
    try {
      new BinaryManager(KubeAPIServerConfigBuilder.anAPIServerConfig()
          .withTestDir(directory)
          .withApiServerVersion(version)
          .withOfflineMode(false)
          .build()).initAndDownloadIfRequired();
    } catch (RuntimeException e) {
      System.err.println("  " + e.getMessage());
      System.exit(1);
    }
  }
}
