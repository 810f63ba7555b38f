package dev.ollakeep.operator.cli;

import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.observed.ServedKinds;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What {@code --assume} says about the cluster; whatever it does not say is unknown.
 *
 * @param installed providers of optional kinds
 * @param ingressClasses controllers by class
 */
record Assumptions(Set<String> installed, Map<String, String> ingressClasses) {

  private static final List<String> PROVIDERS = OptionalKind.ALL.stream().map(OptionalKind::provider).distinct().toList();
  private static final String INGRESS_CLASS = "ingress-class=";
  private static final Map<String, String> CONTROLLERS =
      Map.of("traefik", "traefik.io/ingress-controller", "nginx", "k8s.io/ingress-nginx");

  static Assumptions of(List<String> facts) {
    var classes = new TreeMap<String, String>();
    var installed = new TreeSet<String>();
    for (var fact : facts) {
      if (PROVIDERS.contains(fact)) {
        installed.add(fact);
      } else if (fact.startsWith(INGRESS_CLASS) && fact.length() > INGRESS_CLASS.length()) {
        var halves = fact.substring(INGRESS_CLASS.length()).split(":", 2);
        classes.put(halves[0], halves.length == 2 ? halves[1] : CONTROLLERS.getOrDefault(halves[0], halves[0]));
      } else {
        throw new InvalidInput(List.of(
            "--assume " + fact + ": it must be " + String.join(", ", PROVIDERS) + " or ingress-class=NAME[:CONTROLLER]"));
      }
    }
    return new Assumptions(installed, classes);
  }

  Cluster cluster() {
    return new Cluster(
        ServedKinds.of(OptionalKind.ALL, kind -> isAssumed(kind) ? Served.YES : Served.UNKNOWN),
        ingressClasses.isEmpty() ? Seen.unknown("no --assume ingress-class was given") : Seen.present(ingressClasses),
        ingressClasses.keySet().stream().findFirst(),
        Seen.unknown("nothing is printed that depends on it"));
  }

  private boolean isAssumed(OptionalKind kind) {
    return installed.contains(kind.provider());
  }

  /** What the answer would depend on, for a server that needs these children. */
  Optional<String> missingFor(Set<Child> needed) {
    var missing = new ArrayList<String>();
    if (needed.contains(Child.INGRESS) && ingressClasses.isEmpty()) {
      missing.add("--assume ingress-class=NAME (the Ingress gets no annotations for its controller)");
    }
    OptionalKind.ALL.stream()
        .filter(kind -> needed.contains(kind.child()) && !isAssumed(kind))
        .map(kind -> "--assume " + kind.provider() + " (whether a " + HasMetadata.getKind(kind.child().type()) + " can be made)")
        .forEach(missing::add);
    return missing.isEmpty() ? Optional.empty() : Optional.of("unknown without " + String.join(" and ", missing));
  }
}
