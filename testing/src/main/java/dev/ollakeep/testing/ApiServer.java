package dev.ollakeep.testing;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A real kube-apiserver with its etcd, on loopback only, for tests and the demo: one per JVM, started on first use.
 *
 * <p>Its user is {@code system:masters}; there is no controller manager, so nothing is garbage-collected and no Pod runs. However
 * the JVM ends, SIGKILL included, both processes end and the directory goes away. Tests share it: each takes a
 * {@linkplain #freshNamespace fresh namespace}.
 */
public final class ApiServer implements AutoCloseable {
  private static final Duration STARTUP = Duration.ofSeconds(180);
  private static final Duration ESTABLISHED = Duration.ofSeconds(30);
  private static ApiServer shared;
  private static IllegalStateException failure;

  private final KubeAssets assets;
  private final ControlPlaneHome home;
  private final Reaper reaper;
  private final KubeAPIServer server;
  private final KubernetesClient client;
  private boolean closed;

  /** For {@link #shared()} and its tests. */
  ApiServer(KubeAssets assets, Duration startup) {
    this.assets = assets;
    this.home = ControlPlaneHome.create(assets);
    this.reaper = Reaper.of(home.directory());
    this.server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
        .withTestDir(home.directory().toString())
        .withOfflineMode(true)
        .withStartupTimeout((int) startup.toMillis())
        // Some distributions have it on: owner references that take more permissions than the operator has would fail there.
        .withApiServerFlag("--enable-admission-plugins=OwnerReferencesPermissionEnforcement")
        .build());
    try {
      server.start();
      Files.writeString(kubeconfigFile(), server.getKubeConfigYaml());
    } catch (IOException | RuntimeException e) {
      String logs = home.logTails();
      reaper.close();
      throw new IllegalStateException("the API server of " + assets.directory() + " did not start" + logs, e);
    }
    this.client = new KubernetesClientBuilder().withConfig(config()).build();
  }

  /**
   * The API server of this JVM.
   *
   * @throws IllegalStateException when its programs are not on this machine; the message says how to get them
   */
  public static synchronized ApiServer shared() {
    if (shared == null) {
      KubeAssets assets = Tools.ofThisMachine().kubeAssets().orElseThrow(() -> new IllegalStateException(
          "no etcd, kube-apiserver and kubectl found; get them with: " + Tools.REMEDY));
      ApiServer started = startOnce(assets);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close, "stop-api-server"));
      shared = started;
    }
    return shared;
  }

  /** Remembers a failure, since every test class of the JVM would wait for the same time-out otherwise. */
  private static ApiServer startOnce(KubeAssets assets) {
    if (failure != null) {
      throw failure;
    }
    try {
      return new ApiServer(assets, STARTUP);
    } catch (IllegalStateException e) {
      failure = e;
      throw e;
    }
  }

  /** A fresh client configuration; the caller may change it. */
  public Config config() {
    return Config.fromKubeconfig(kubeconfig());
  }

  /** A client that lives as long as the server; do not close it. */
  public KubernetesClient client() {
    return client;
  }

  /** YAML for clients and child processes; the certificate files it names live as long as the server. */
  public String kubeconfig() {
    return server.getKubeConfigYaml();
  }

  /** The file to pass on as {@code KUBECONFIG}. */
  public Path kubeconfigFile() {
    return home.directory().resolve("kubeconfig");
  }

  public Path kubectl() {
    return assets.kubectl();
  }

  /** Creates a namespace of its own for one test, named {@code <prefix>-<random>}, and returns the name. */
  public String freshNamespace(String prefix) {
    Namespace wanted = new NamespaceBuilder().withNewMetadata().withGenerateName(prefix + "-").endMetadata().build();
    return client.namespaces().resource(wanted).create().getMetadata().getName();
  }

  /** Applies the CRD of a YAML file and returns when the server serves it. */
  public void applyCrd(Path file) {
    var resource = client.apiextensions().v1().customResourceDefinitions().load(file.toFile());
    String name = resource.forceConflicts().serverSideApply().getMetadata().getName();
    client.apiextensions().v1().customResourceDefinitions().withName(name)
        .waitUntilCondition(ApiServer::isEstablished, ESTABLISHED.toSeconds(), TimeUnit.SECONDS);
  }

  private static boolean isEstablished(CustomResourceDefinition crd) {
    return crd != null && crd.getStatus() != null && crd.getStatus().getConditions() != null
        && crd.getStatus().getConditions().stream()
            .anyMatch(condition -> "Established".equals(condition.getType()) && "True".equals(condition.getStatus()));
  }

  /** Stops both processes and removes their data; the next {@link #shared()} starts anew. Safe to repeat. */
  @Override
  public void close() {
    synchronized (ApiServer.class) {
      if (closed) {
        return;
      }
      closed = true;
      shared = shared == this ? null : shared;
      client.close();
      server.stop();
      home.forgetProcesses();
      reaper.close();
    }
  }
}
