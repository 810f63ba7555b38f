package dev.ollakeep.operator.configuration;

import java.util.Map;

/**
 * Every environment variable the operator reads.
 *
 * <p>The list is closed: {@link OperatorConfig} reads these and nothing else.
 */
public enum Variable {
  WATCH_NAMESPACES("", "namespaces to watch, separated by commas; empty: all"),
  OLLAMA_IMAGE("ollama/ollama:0.17.4", "image of Ollama where a resource names none; with tag or digest"),
  PROXY_IMAGE("nginx:1.30.6-alpine", "image of the proxy where a resource names none; with tag or digest"),
  ALLOWED_REPOSITORIES("", "image repositories a resource may name besides those of the two images above, separated by commas;"
      + " registry.example.com/ai/* allows everything below"),
  ALLOWED_ISSUERS("", "issuers that may sign for servers, as Kind/name (Kind.group/name for one that is not cert-manager's own),"
      + " separated by commas; * stands for every name; empty: all"),
  ALLOWED_HOST_SUFFIXES("", "domains whose names, and all below them, servers may take, separated by commas; empty: all"),
  NAMESPACE("ollakeep-system", "namespace the operator runs in: admitted by the servers' NetworkPolicies, home of the Lease"),
  POD_LABELS("app.kubernetes.io/name=ollakeep", "labels of the operator's own pods, key=value separated by commas"),
  CLUSTER_DOMAIN("cluster.local", "DNS domain of the cluster's Services"),
  HEALTH_ADDRESS(":8080", "host:port of /livez, /readyz and /metrics; empty or 0: off"),
  LEADER_ELECTION("false", "true: work only while holding the Lease, exit when it is lost; false: work at once"),
  LOG_LEVEL("info", "error, warn, info, debug or trace; libraries never log below info, for they would log Secrets"),
  LOG_FORMAT("text", "text or json, one event a line"),
  MAX_CONCURRENT_RECONCILES("16", "servers worked on at the same time, 1 to 64"),
  PROBE_MODE("podIP", "podIP: ask servers' pods at their addresses; apiServerProxy: ask them through the API server, from anywhere"),
  PROBE_SOURCES("", "address ranges (CIDR, separated by commas) that servers admit to their internal port besides the operator's pods;"
      + " with apiServerProxy these alone: those of the API server"),
  PROBE_TIMEOUT("2s", "how long a pod may take to answer a probe, 100ms to 30s");

  private final String fallback;
  private final String meaning;

  Variable(String fallback, String meaning) {
    this.fallback = fallback;
    this.meaning = meaning;
  }

  /** The name in the environment. */
  public String text() {
    return "OLLAKEEP_" + name();
  }

  /** What an unset variable means. */
  public String fallback() {
    return fallback;
  }

  /** One sentence with unit and choices. */
  public String meaning() {
    return meaning;
  }

  String in(Map<String, String> environment) {
    return environment.getOrDefault(text(), fallback).strip();
  }

  InvalidConfig refuse(String value, String wanted) {
    return new InvalidConfig("%s is '%s': it must be %s (%s)".formatted(text(), value, wanted, meaning));
  }

  /** The environment says something that cannot be; the message names the variable and what it must be. */
  public static final class InvalidConfig extends RuntimeException {
    InvalidConfig(String message) {
      super(message);
    }
  }
}
