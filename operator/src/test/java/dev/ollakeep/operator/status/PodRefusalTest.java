package dev.ollakeep.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pods that the API server refuses: told in its words, with the command that shows what refuses them, the same at every attempt. */
class PodRefusalTest {

  private final TroubledServer server = new TroubledServer();

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: exceeded quota: team, requested: limits.memory=16Gi, used: limits.memory=3Gi, limited:"
          + " limits.memory=8Gi | exceeded quota: team, requested: limits.memory=16Gi, limited: limits.memory=8Gi | kubectl -n ai describe"
          + " resourcequota team",
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: failed quota: team: must specify requests.cpu for: ollama | failed quota: team: must"
          + " specify requests.cpu for: ollama | kubectl -n ai describe resourcequota team",
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: maximum memory usage per Container is 2Gi, but limit is 16Gi | maximum memory"
          + " usage per"
          + " Container is 2Gi, but limit is 16Gi | kubectl -n ai describe limitranges",
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: no PriorityClass with name urgent was found | no PriorityClass with name urgent was"
          + " found | kubectl get priorityclasses",
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: pod rejected: RuntimeClass \"nvidia\" not found | pod rejected: RuntimeClass"
          + " \"nvidia\""
          + " not found | kubectl get runtimeclasses",
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: violates PodSecurity \"restricted:latest\": unrestricted capabilities | violates"
          + " PodSecurity \"restricted:latest\": unrestricted capabilities | kubectl get namespace ai --show-labels",
      "pods \"hello-6d4cf56db6-\" is forbidden: unable to validate against any security context constraint: [provider restricted-v2:"
          + " .spec.securityContext.fsGroup: Invalid value: []int64{101}] | unable to validate against any security context constraint:"
          + " [provider restricted-v2: .spec.securityContext.fsGroup: Invalid value: []int64{101}] | kubectl get scc",
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: ValidatingAdmissionPolicy 'cost' with binding 'cost-all' denied request: label team is"
          + " missing | ValidatingAdmissionPolicy 'cost' with binding 'cost-all' denied request: label team is missing | kubectl get"
          + " validatingadmissionpolicy cost -o yaml",
      "admission webhook \"validate.kyverno.svc-fail\" denied the request: policy Pod/ai/hello-6d4cf56db6-x7k2p for resource violation |"
          + " admission webhook \"validate.kyverno.svc-fail\" denied the request: policy Pod/ai/hello-* for resource violation |"
          + " kubectl get"
          + " validatingwebhookconfigurations,mutatingwebhookconfigurations",
      "Internal error occurred: failed calling webhook \"inject.mesh.io\": Post \"https://mesh.mesh.svc:443/inject?timeout=10s\": dial tcp"
          + " 10.96.0.9:443: connect: connection refused | Internal error occurred: failed calling webhook \"inject.mesh.io\": Post"
          + " \"https://mesh.mesh.svc:443/inject\": dial tcp 10.96.0.9:443: connect: connection refused | kubectl get"
          + " validatingwebhookconfigurations,mutatingwebhookconfigurations",
      "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: error looking up service account ai/default: serviceaccount \"default\" not found |"
          + " error looking up service account ai/default: serviceaccount \"default\" not found | kubectl -n ai create serviceaccount"
          + " default",
      "something nobody has heard of | something nobody has heard of | kubectl -n ai describe replicasets -l"
          + " ollakeep.dev/component=server,ollakeep.dev/server=hello"})
  void refusedPodsAreToldInTheWordsOfTheApiServerWithWhatHelps(String said, String quoted, String command) {
    var refused = refusal("ReplicaFailure", "True", "FailedCreate", said);

    assertThat(refused.reason()).isEqualTo(Reason.PODS_REFUSED);
    assertThat(refused.message()).startsWith("the API server refuses pods of Deployment hello: " + quoted + ": ").endsWith(command);
  }

  /** A value that is missing is to be set, one that is too small raised, and only one that is too much is to be less. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
      "exceeded quota: team, requested: limits.memory=16Gi, used: limits.memory=3Gi, limited: limits.memory=8Gi | ask for less in"
          + " spec.resources and spec.proxy.resources, or have the quota raised",
      "exceeded quota: team, requested: pods=1, used: pods=9, limited: pods=9 | run fewer pods (spec.replicas), or have the quota raised",
      "failed quota: team: must specify limits.memory for: ollama; requests.memory for: ollama | set the values that the quota asks for,"
          + " of container ollama in spec.resources, of container proxy in spec.proxy.resources",
      "minimum memory usage per Container is 1Gi, but request is 64Mi | ask for no less than the LimitRange's minimum in spec.resources and"
          + " spec.proxy.resources",
      "maximum memory usage per Pod is 8Gi, but limit is 17179869184 | ask for no more than the LimitRange's maximum in spec.resources and"
          + " spec.proxy.resources",
      "maximum cpu usage per Container is 2. No limit is specified | set the values that the LimitRange asks for in spec.resources and"
          + " spec.proxy.resources",
      "cpu max limit to request ratio per Container is 2, but no request is specified or request is 0 | set the values that the LimitRange"
          + " asks for in spec.resources and spec.proxy.resources",
      "cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000 | keep within the LimitRange with spec.resources"
          + " and spec.proxy.resources",
      "[minimum memory usage per Container is 1Gi, but request is 64Mi, maximum cpu usage per Container is 2, but limit is 4] | keep within"
          + " the LimitRange with spec.resources and spec.proxy.resources"})
  void whatHelpsFollowsTheWordsOfTheApiServer(String said, String remedy) {
    var refused = refusal("ReplicaFailure", "True", "FailedCreate", "pods \"hello-6d4cf56db6-x7k2p\" is forbidden: " + said);

    assertThat(refused.message()).contains(": " + remedy + ": kubectl -n ai describe ");
  }

  @Test
  void soIsAReplicaSetThatIsRefused() {
    var refused = refusal("Progressing", "False", "ReplicaSetCreateError", "Failed to create new replica set"
        + " \"hello-6d4cf56db6\": replicasets.apps \"hello-6d4cf56db6\" is forbidden: exceeded quota: team, requested:"
        + " count/replicasets.apps=1, used: count/replicasets.apps=9, limited: count/replicasets.apps=9");

    assertThat(refused.message()).contains(
        ": exceeded quota: team, requested: count/replicasets.apps=1, limited: count/replicasets.apps=9: ");
  }

  @Test
  void aPodThatCannotBeDeletedIsNoRefusal() {
    assertThat(server.said("ReplicaFailure", "True", "FailedDelete", "cannot delete")).isEmpty();
    assertThat(server.said("Progressing", "True", "ReplicaSetUpdated", "goes on")).isEmpty();
  }

  /** Only attempts differ: another pod name, other pods of the namespace, another ReplicaSet. */
  @Test
  void everyAttemptOfAReplicaSetIsToldInTheSameWords() {
    var said = new ArrayList<Complaint>();
    for (int attempt = 0; attempt < 10; attempt++) {
      said.add(refusal("ReplicaFailure", "True", "FailedCreate", "pods \"hello-6d4cf56db" + attempt + "-x7k2" + "bcdfghjklm"
          .charAt(attempt) + "\" is forbidden: exceeded quota: team, requested: limits.memory=16Gi,pods=1, used: limits.memory=" + attempt
          + "Gi,pods=" + attempt + ", limited: limits.memory=8Gi,pods=9"));
    }
    assertThat(said.stream().distinct()).hasSize(1);
  }

  @Test
  void wordsWithoutEndAreCut() {
    var refused = refusal("ReplicaFailure", "True", "FailedCreate", "no\n ".repeat(5_000));
    assertThat(refused.message()).startsWith("the API server refuses pods of Deployment hello: no no no").hasSizeLessThan(700)
        .doesNotContain("\n").contains(" ...: kubectl");
  }

  private Complaint refusal(String type, String status, String reason, String message) {
    return server.said(type, status, reason, message).orElseThrow();
  }
}
