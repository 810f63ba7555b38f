package dev.ollakeep.operator.status;

import dev.ollakeep.operator.children.Subject;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.words.Complaint;
import dev.ollakeep.operator.words.Reason;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The API server refuses to create the pods; their Deployment's status says so in its words, and there is no pod that could. */
final class PodRefusal {

  /**
   * Somebody who refuses pods.
   *
   * @param words by which they are known
   * @param remedy what to do, from the name that the words hold
   */
  private record Refuser(Pattern words, Function<Names, String> remedy) {
    static Refuser of(String words, Function<Names, String> remedy) {
      return new Refuser(Pattern.compile(words), remedy);
    }
  }

  /** The server, and what the refuser's words call by name. */
  private record Names(Subject subject, MatchResult named) {
    String first() {
      return named.group(1);
    }
  }

  private static final List<Refuser> REFUSERS = List.of(
      Refuser.of("failed quota: ([^\\s,:]+): must specify", it -> "set the values that the quota asks for, of container ollama in"
          + " spec.resources, of container proxy in spec.proxy.resources: " + it.subject().kubectl("describe resourcequota " + it.first())),
      Refuser.of("exceeded quota: ([^\\s,:]+), requested: (?:pods|count/[^=]+)=\\d+, limited", it -> "run fewer pods (spec.replicas), or"
          + " have the quota raised: " + it.subject().kubectl("describe resourcequota " + it.first())),
      Refuser.of("(?:exceeded|failed) quota: ([^\\s,:]+)", it -> "ask for less in spec.resources and spec.proxy.resources, or have the"
          + " quota raised: " + it.subject().kubectl("describe resourcequota " + it.first())),
      Refuser.of("RuntimeClass \"([^\"]+)\" not found", it -> "name one of those there are in spec.scheduling.runtimeClassName, or have"
          + " it made: kubectl get runtimeclasses"),
      Refuser.of("no PriorityClass with name (\\S+) was found", it -> "name one of those there are in spec.scheduling.priorityClassName,"
          + " or have it made: kubectl get priorityclasses"),
      Refuser.of("usage per .+ No (?:request|limit) is specified|request ratio per .+ no (?:request|limit) is specified",
          it -> limitRange(it, "set the values that the LimitRange asks for in")),
      Refuser.of("^(?!.*(?:maximum|ratio)).*minimum .+ usage per (?:Container|Pod) is",
          it -> limitRange(it, "ask for no less than the LimitRange's minimum in")),
      Refuser.of("^(?!.*(?:minimum|ratio)).*maximum .+ usage per (?:Container|Pod) is",
          it -> limitRange(it, "ask for no more than the LimitRange's maximum in")),
      Refuser.of("(?:maximum|minimum) .+ usage per (?:Container|Pod) is|limit to request ratio per (?:Container|Pod) is",
          it -> limitRange(it, "keep within the LimitRange with")),
      Refuser.of("violates PodSecurity", it -> "the namespace takes no such pods: kubectl get namespace " + it.subject().namespace()
          + " --show-labels"),
      Refuser.of("security context constraint", it -> "no constraint that the account of the pods may use allows them: "
          + "kubectl get scc"),
      Refuser.of("ValidatingAdmissionPolicy '([^']+)'", it -> "keep to the policy: kubectl get validatingadmissionpolicy " + it.first()
          + " -o yaml"),
      Refuser.of("(?:admission|calling) webhook \"([^\"]+)\"", it -> "it is one of those of: kubectl get"
          + " validatingwebhookconfigurations,mutatingwebhookconfigurations"),
      Refuser.of("(?:error looking up service account [^/\\s]+/|serviceaccount \")([^\\s\":]+)", it -> "make the account: "
          + it.subject().kubectl("create serviceaccount " + it.first())));

  private PodRefusal() {}

  private static String limitRange(Names refused, String remedy) {
    return remedy + " spec.resources and spec.proxy.resources: " + refused.subject().kubectl("describe limitranges");
  }

  static Optional<Complaint> of(Subject subject) {
    return subject.own(Child.DEPLOYMENT, Deployment.class)
        .map(Deployment::getStatus)
        .flatMap(status -> status.getConditions().stream().filter(PodRefusal::refuses).findFirst())
        .map(condition -> complaint(subject, ForeignWords.quoted(condition.getMessage())));
  }

  /** Of pods, or of the ReplicaSet that would make them; a pod that cannot be deleted is another matter. */
  private static boolean refuses(DeploymentCondition condition) {
    return is(condition, "ReplicaFailure", "True", "FailedCreate") || is(condition, "Progressing", "False", "ReplicaSetCreateError");
  }

  private static boolean is(DeploymentCondition condition, String type, String status, String reason) {
    return type.equals(condition.getType()) && status.equals(condition.getStatus()) && Objects.equals(reason, condition.getReason());
  }

  private static Complaint complaint(Subject subject, String words) {
    var remedy = REFUSERS.stream()
        .flatMap(refuser -> refuser.words().matcher(words).results().limit(1)
            .map(named -> refuser.remedy().apply(new Names(subject, named))))
        .findFirst()
        .orElseGet(() -> subject.kubectl("describe replicasets -l " + Labels.asText(Labels.podSelector(subject.server()))));
    return new Complaint(Reason.PODS_REFUSED,
        "the API server refuses pods of Deployment " + subject.names().server() + ": " + words + ": " + remedy);
  }
}
