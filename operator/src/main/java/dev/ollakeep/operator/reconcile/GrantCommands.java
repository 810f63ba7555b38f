package dev.ollakeep.operator.reconcile;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The kubectl commands that grant what is missing: a role and its binding for all resources that lack the same verbs. */
final class GrantCommands {

  private static final String SERVICE_ACCOUNT = "system:serviceaccount:";

  private GrantCommands() {}

  /**
   * Commands for a shell, joined by {@code &&}.
   *
   * @param user as the API server names it; empty when it did not say
   */
  static String of(Collection<Access> missing, String user) {
    return missing.stream()
        .collect(Collectors.groupingBy(Access::namespace, TreeMap::new, Collectors.toList()))
        .entrySet().stream()
        .flatMap(place -> byVerbs(place.getValue()).entrySet().stream()
            .map(grant -> command(place.getKey(), grant.getKey(), grant.getValue(), subject(user))))
        .collect(Collectors.joining(" && "));
  }

  private static Map<String, SortedSet<String>> byVerbs(List<Access> missing) {
    var verbs = new TreeMap<String, SortedSet<String>>();
    missing.forEach(access -> verbs.computeIfAbsent(access.resourceText(), any -> new TreeSet<>()).add(access.verb()));
    var resources = new TreeMap<String, SortedSet<String>>();
    verbs.forEach((resource, its) -> resources.computeIfAbsent(String.join(",", its), any -> new TreeSet<>()).add(resource));
    return resources;
  }

  private static String command(String namespace, String verbs, SortedSet<String> resources, String subject) {
    var kind = namespace.isEmpty() ? "clusterrole" : "role";
    var place = namespace.isEmpty() ? "" : " --namespace=" + namespace;
    var rule = " --verb=" + verbs + " --resource=" + String.join(",", resources);
    // Named by what it grants, so that granting more later does not meet a role of the same name.
    var name = "ollakeep-" + Integer.toHexString(rule.hashCode());
    return "kubectl create " + kind + " " + name + place + rule
        + " && kubectl create " + kind + "binding " + name + place + " --" + kind + "=" + name + " " + subject;
  }

  private static String subject(String user) {
    if (user.isEmpty()) {
      return "--serviceaccount=NAMESPACE:ACCOUNT";
    }
    return user.startsWith(SERVICE_ACCOUNT)
        ? "--serviceaccount=" + user.substring(SERVICE_ACCOUNT.length())
        : "--user='" + user.replace("'", "'\\''") + "'";
  }
}
