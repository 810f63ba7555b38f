package dev.ollakeep.testing.demo;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.JavaProcess;
import dev.ollakeep.testing.player.PlayerSettings;
import dev.ollakeep.testing.player.PodPlayer;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the demo: sets the scene, shows it, clears it away.
 *
 * <p>It ends by itself, with 0 when everything was seen and with 1 when something was not; every wait has an end. Whatever it started
 * ends with it, on Ctrl-C and SIGKILL as well.
 */
public final class Demo implements AutoCloseable {

  private static final Duration OPERATOR_START = Duration.ofSeconds(60);
  private static final String NAMESPACE = "demo";

  private final Narrator narrator;
  private final DemoFiles files;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private JavaProcess operator;
  private volatile boolean interrupted;

  Demo(Narrator narrator, DemoFiles files) {
    this.narrator = narrator;
    this.files = files;
  }

  /** Takes no arguments; the working directory is the root of the repository. */
  public static void main(String[] args) {
    Narrator narrator = Narrator.ofThisProcess();
    System.exit(run(narrator, new DemoFiles(Path.of(""))) ? 0 : 1);
  }

  /** Whether everything was seen. */
  static boolean run(Narrator narrator, DemoFiles files) {
    Demo demo = new Demo(narrator, files);
    Thread onInterrupt = new Thread(demo::interrupt, "end-of-demo");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      demo.show();
      narrator.chapter("Done");
      narrator.say("everything was as promised; cleaning up");
      return true;
    } catch (RuntimeException | IOException e) {
      demo.fail(e);
      return false;
    } finally {
      demo.close();
      removeHook(onInterrupt);
    }
  }

  private void show() throws IOException {
    files.requireAll();
    narrator.chapter("Setting the scene");
    ApiServer server = ApiServer.shared();
    started.push(server);
    KubernetesClient client = server.client();
    narrator.say("kube-apiserver " + client.getKubernetesVersion().getGitVersion() + " and etcd are up");
    server.applyCrd(files.crd());
    narrator.say("kubectl apply -f crds/: the API server knows OllamaServer");
    operator = JavaProcess.start(
        List.of("-jar", files.operatorJar().toString(), "run"),
        // The Pods of the demo live on this machine, too: their port 8080 must stay free on every address.
        Map.of("KUBECONFIG", server.kubeconfigFile().toString(), "OLLAKEEP_HEALTH_ADDRESS", "0"));
    started.push(operator);
    PodPlayer player = PodPlayer.start(client, PlayerSettings.quick(PlayerSettings.Programs.ofThisMachine().withFakeOllama()));
    started.push(player);
    narrator.say("the pod player stands in for a node: real Nginx, a fake Ollama with the model 'tiny'");
    narrator.await("the operator to start", OPERATOR_START, () -> operator.hasSaid("ready ") ? Optional.of(true) : Optional.empty());
    narrator.say("the operator runs: java -jar operator/target/ollakeep-operator.jar run");
    client.namespaces().resource(new NamespaceBuilder()
        .withNewMetadata().withName(NAMESPACE).endMetadata().build()).create();
    new Story(narrator, server, new HelloServer(client, NAMESPACE, "hello")).tell(files.example());
  }

  private void interrupt() {
    interrupted = true;
    narrator.say("interrupted; cleaning up");
    close();
  }

  private void fail(Exception problem) {
    if (interrupted) {
      return;
    }
    narrator.chapter("The demo failed");
    narrator.say(problem.getMessage());
    if (operator != null) {
      narrator.detail("the end of the operator's log:\n" + operator.logTail());
    }
  }

  /** Ends what was started, the last first; safe to call again. */
  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        narrator.say("while cleaning up: " + e.getMessage());
      }
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ending) {
      // Ctrl-C: the hook is running already, and close() lets only one of us do the work.
      return;
    }
  }
}
