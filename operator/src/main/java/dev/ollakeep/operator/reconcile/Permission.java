package dev.ollakeep.operator.reconcile;

import dev.ollakeep.operator.resources.ProbeMode;
import java.util.Arrays;
import java.util.List;

/**
 * What the operator may have to do in a namespace it watches.
 *
 * <p>The chart's role is held against this list: a verb that is not in it is never used, and the end-to-end run shows by the
 * API server's audit log that every one is. What is not to be deleted here goes with its server, by garbage collection.
 */
public enum Permission {
  SERVERS("ollakeep.dev", "ollamaservers", "", "list", "watch"),
  SERVER_STATUS("ollakeep.dev", "ollamaservers", "status", "patch"),
  SECRETS("", "secrets", "", "get", "list", "watch", "create", "update", "delete"),
  PODS("", "pods", "", "list", "watch", "patch"),
  POD_PROXY("", "pods", "proxy", "get"),
  CONFIG_MAPS("", "configmaps", "", "get", "list", "watch", "create", "patch"),
  VOLUME_CLAIMS("", "persistentvolumeclaims", "", "get", "list", "watch", "create", "patch"),
  SERVICES("", "services", "", "get", "list", "watch", "create", "patch"),
  EVENTS("", "events", "", "get", "list", "create", "patch"),
  DEPLOYMENTS("apps", "deployments", "", "get", "list", "watch", "create", "patch"),
  NETWORK_POLICIES("networking.k8s.io", "networkpolicies", "", "get", "list", "watch", "create", "patch", "delete"),
  INGRESSES("networking.k8s.io", "ingresses", "", "get", "list", "watch", "create", "patch", "delete"),
  DISRUPTION_BUDGETS("policy", "poddisruptionbudgets", "", "get", "list", "watch", "create", "patch", "delete");

  private final String group;
  private final String resource;
  private final String subresource;
  private final List<String> verbs;

  Permission(String group, String resource, String subresource, String... verbs) {
    this.group = group;
    this.resource = resource;
    this.subresource = subresource;
    this.verbs = List.of(verbs);
  }

  /** What an operator needs that asks pods this way. */
  public static List<Permission> neededBy(ProbeMode mode) {
    return Arrays.stream(values()).filter(permission -> permission != POD_PROXY || mode == ProbeMode.API_SERVER_PROXY).toList();
  }

  public String group() {
    return group;
  }

  public String resource() {
    return resource;
  }

  /** Empty for the resource itself. */
  public String subresource() {
    return subresource;
  }

  public List<String> verbs() {
    return verbs;
  }
}
