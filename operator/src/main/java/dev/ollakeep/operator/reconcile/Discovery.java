package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Discovered;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.observed.ServedKinds;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Set;

/** Asks the API server which optional kinds it serves, each as seldom as {@link Discovered} allows. */
final class Discovery {

  private final KubernetesClient client;
  private final AnswerMemory memory;
  private final List<OptionalKind> kinds;

  Discovery(KubernetesClient client, AnswerMemory memory, List<OptionalKind> kinds) {
    this.client = client;
    this.memory = memory;
    this.kinds = kinds;
  }

  /** The answers for a server that needs these children. */
  ServedKinds kinds(Set<Child> needed) {
    return ServedKinds.of(kinds, kind -> discovered(kind, needed.contains(kind.child())).served());
  }

  private Discovered discovered(OptionalKind kind, boolean isNeeded) {
    return memory.remembered(
        "kind/" + kind.child(), () -> new Discovered(ask(kind), isNeeded), known -> known.lifetime(isNeeded));
  }

  private Served ask(OptionalKind kind) {
    try {
      var served = client.getApiResources(kind.api());
      return served == null || served.getResources().stream().noneMatch(it -> it.getName().equals(kind.plural()))
          ? Served.NO
          : Served.YES;
    } catch (KubernetesClientException failure) {
      return Served.UNKNOWN;
    }
  }
}
