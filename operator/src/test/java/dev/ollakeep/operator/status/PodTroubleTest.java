package dev.ollakeep.operator.status;

import static dev.ollakeep.operator.status.TroubledServer.NOW;
import static dev.ollakeep.operator.status.TroubledServer.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.observed.PodEvent;
import dev.ollakeep.operator.observed.PodSeen.EventsAnswer;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pods that do not start: told in the words of who cannot set them up or start them, the same at every attempt. */
class PodTroubleTest {

  private static final String MULTI_ATTACH =
      "Multi-Attach error for volume \"pvc-0aa52b2e-8c5a-4b44-8f2b-0f60f5ed2f0b\" Volume is already used by pod(s) indexer";

  private final TroubledServer server = new TroubledServer();

  @ParameterizedTest
  @ValueSource(strings = {"ErrImagePull", "ImagePullBackOff"})
  void anImageThatCannotBeFetchedIsToldInTheKubeletsWordsWhetherOrNotItTriesNow(String why) {
    var words = "failed to resolve reference \"docker.io/ollama/ollama:9\": docker.io/ollama/ollama:9: not found";
    var raw = "rpc error: code = NotFound desc = " + words;
    var message = why.equals("ErrImagePull") ? raw : "Back-off pulling image \"ollama/ollama:9\": ErrImagePull: " + raw;

    assertThat(server.said(waiting(why, message))).isEqualTo(new Complaint(Reason.IMAGE_PULL_FAILED,
        "pod hello-1 cannot fetch image ollama/ollama:9 of container ollama: " + words + ": kubectl -n ai describe pod hello-1"));
  }

  @Test
  void credentialsAndQueriesOfAddressesAreNotQuoted() {
    var signed = "Get \"https://bot:hunter2@registry.example.com/blob/7?X-Amz-Signature=0123&X-Amz-Date=20261124T120000Z\": EOF";
    assertThat(server.said(waiting("ErrImagePull", signed)).message())
        .contains(": Get \"https://registry.example.com/blob/7\": EOF: ");
  }

  /** Before Kubernetes 1.32 a kubelet that waits does not say why. */
  @Test
  void betweenTwoAttemptsTheWordsOfTheLastOneStay() {
    var tried = server.said(waiting("ErrImagePull", "manifest unknown"));
    server.remembers(tried);

    var waits = server.said(waiting("ImagePullBackOff", "Back-off pulling image \"ollama/ollama:9\""));

    assertThat(waits).isEqualTo(tried);
    assertThat(tried.message()).contains("manifest unknown");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "CreateContainerConfigError | secret \"token\" not found | secret \"token\" not found",
      "CreateContainerConfigError | container has runAsNonRoot and image will run as root (pod:"
            + " \"hello-6d4cf56db6-x7k2p_ai(0aa52b2e-8c5a-4b44-"
          + "8f2b-0f60f5ed2f0b)\", container: ollama) | container has runAsNonRoot and image will run as root (pod: \"hello-*_ai(*)\","
          + " container: ollama)",
      "RunContainerError | failed to create containerd task: exec: \"ollama\": executable file not found in $PATH | failed to create"
          + " containerd task: exec: \"ollama\": executable file not found in $PATH"})
  void aContainerThatCannotBeStartedIsToldInTheKubeletsWords(String why, String message, String quoted) {
    assertThat(server.said(waiting(why, message))).isEqualTo(new Complaint(Reason.CONTAINER_NOT_STARTED,
        "container ollama of pod hello-1 cannot be started: " + quoted + ": kubectl -n ai describe pod hello-1"));
  }

  /** It is the same trouble while the kubelet waits before the next attempt. */
  @Test
  void oneThatNeverRanIsNoCrashLoop() {
    var words = "failed to create containerd task: exec: \"ollama\": executable file not found in $PATH";
    var tries = server.said(waiting("RunContainerError", words));
    var waits = server.said(new ContainerStatusBuilder(waiting("CrashLoopBackOff", "back-off 2m40s restarting"))
        .withNewLastState().withNewTerminated().withExitCode(128).withReason("StartError").withMessage(words).endTerminated().endLastState()
        .build());

    assertThat(waits).isEqualTo(tries);
  }

  @Test
  void aNodeThatCannotSetUpAPodIsToldInTheWordsOfItsEvents() {
    assertThat(setUp(NOW.minusSeconds(5), told(warning("FailedAttachVolume", MULTI_ATTACH, 4))))
        .isEqualTo(new Complaint(Reason.POD_SETUP_FAILED, "node node-1 cannot set up pod hello-1: Multi-Attach error for volume"
            + " \"pvc-*\" Volume is already used by pod(s) indexer: kubectl -n ai describe pod hello-1"));
  }

  @Test
  void theMostTellingEventCountsWhicheverCameLast() {
    var summary = warning("FailedMount", "Unable to attach or mount volumes: unmounted volumes=[models], unattached volumes=[run home]:"
        + " timed out waiting for the condition", 300);
    var mount = warning("FailedMount", "MountVolume.SetUp failed for volume \"models\" : hostPath type check failed: /models is not a"
        + " directory", 200);
    var since = NOW.minusSeconds(600);

    assertThat(setUp(since, told(warning("FailedAttachVolume", MULTI_ATTACH, 1), mount, summary)).message()).contains("indexer");
    assertThat(setUp(since, told(summary, mount)).message()).contains("hostPath type check failed");
    assertThat(setUp(since, told(summary)).message()).contains("unmounted volumes=[models]: timed out");
  }

  @Test
  void whatWentWellSinceIsOver() {
    var attached = new PodEvent(false, "SuccessfulAttachVolume", "AttachVolume.Attach succeeded", NOW.minusSeconds(10));
    assertThat(server.said(NOW.minusSeconds(60), told(warning("FailedAttachVolume", MULTI_ATTACH, 1), attached))).isEmpty();
  }

  /** A kubelet says so before each further attempt. */
  @Test
  void aSandboxThatIsMadeAnewIsNoGoodNews() {
    var again = new PodEvent(false, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.", NOW.minusSeconds(1));
    assertThat(setUp(NOW.minusSeconds(60), told(warning("FailedCreatePodSandBox", "no address left", 550), again)).reason())
        .isEqualTo(Reason.POD_SETUP_FAILED);
  }

  @Test
  void tenAttemptsAtANetworkAreToldInTheSameWords() {
    var said = new ArrayList<Complaint>();
    for (int attempt = 0; attempt < 10; attempt++) {
      var id = Integer.toHexString(attempt).repeat(64);
      said.add(setUp(NOW.minusSeconds(60), told(warning("FailedCreatePodSandBox", "Failed to create pod sandbox: rpc error: code ="
          + " Unknown desc = failed to setup network for sandbox \"" + id + "\": read tcp 10.0.0.7:4" + attempt + "210->10.0.0.1:443: i/o"
          + " timeout", attempt))));
    }
    assertThat(said.stream().distinct()).singleElement().satisfies(complaint -> assertThat(complaint.message()).contains(
        "Failed to create pod sandbox: failed to setup network for sandbox \"*\": read tcp 10.0.0.1:443: i/o timeout"));
  }

  @Test
  void anOperatorThatMayNotReadEventsSaysWhoTells() {
    assertThat(setUp(NOW.minusSeconds(60), new EventsAnswer.Forbidden())).isEqualTo(new Complaint(Reason.PODS_NOT_READY,
        "node node-1 sets pod hello-1 up; what keeps it the operator may not read: kubectl -n ai describe pod hello-1"));
  }

  @Test
  void aPodThatHasJustGotItsNodeHasNoTrouble() {
    assertThat(server.said(NOW.minusSeconds(3), new EventsAnswer.NotAsked())).isEmpty();
  }

  private static EventsAnswer told(PodEvent... events) {
    return new EventsAnswer.Told(List.of(events));
  }

  private static PodEvent warning(String reason, String message, int second) {
    return new PodEvent(true, reason, message, NOW.minusSeconds(600).plusSeconds(second));
  }

  private Complaint setUp(Instant since, EventsAnswer events) {
    return server.said(since, events).orElseThrow();
  }
}
