package dev.ollakeep.operator.cli;

import dev.ollakeep.operator.plan.Cluster;
import dev.ollakeep.operator.plan.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What {@code --assume} says about the cluster; whatever it does not say is unknown. */
record Assumptions(boolean certManager, Map<String, String> ingressClasses) {

  private static final String CERT_MANAGER = "cert-manager";
  private static final String INGRESS_CLASS = "ingress-class=";
  private static final Map<String, String> CONTROLLERS =
      Map.of("traefik", "traefik.io/ingress-controller", "nginx", "k8s.io/ingress-nginx");

  static Assumptions of(List<String> facts) {
    var classes = new TreeMap<String, String>();
    var certManager = false;
    for (var fact : facts) {
      if (fact.equals(CERT_MANAGER)) {
        certManager = true;
      } else if (fact.startsWith(INGRESS_CLASS) && fact.length() > INGRESS_CLASS.length()) {
        var halves = fact.substring(INGRESS_CLASS.length()).split(":", 2);
        classes.put(halves[0], halves.length == 2 ? halves[1] : CONTROLLERS.getOrDefault(halves[0], halves[0]));
      } else {
        throw new InvalidInput(List.of("--assume " + fact + ": it must be cert-manager or ingress-class=NAME[:CONTROLLER]"));
      }
    }
    return new Assumptions(certManager, classes);
  }

  Cluster cluster() {
    return new Cluster(
        certManager ? Cluster.Answer.YES : Cluster.Answer.UNKNOWN,
        ingressClasses.isEmpty() ? Seen.unknown("no --assume ingress-class was given") : Seen.present(ingressClasses),
        ingressClasses.keySet().stream().findFirst(),
        certManager
            ? Seen.present(new Cluster.IssuerState(true, ""))
            : Seen.unknown("no --assume cert-manager was given"));
  }

  /** What the answer would depend on, for a server that asks for it. */
  Optional<String> missingFor(boolean ingress, boolean issued) {
    var missing = new ArrayList<String>();
    if (ingress && ingressClasses.isEmpty()) {
      missing.add("--assume ingress-class=NAME (the Ingress gets no annotations for its controller)");
    }
    if (issued && !certManager) {
      missing.add("--assume cert-manager (whether a Certificate can be made)");
    }
    return missing.isEmpty() ? Optional.empty() : Optional.of("unknown without " + String.join(" and ", missing));
  }
}
