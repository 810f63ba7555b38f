package dev.ollakeep.operator.golden;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.ollakeep.operator.observed.Cluster;
import dev.ollakeep.operator.observed.Cluster.IssuerState;
import dev.ollakeep.operator.observed.OptionalKind;
import dev.ollakeep.operator.observed.Seen;
import dev.ollakeep.operator.observed.Served;
import dev.ollakeep.operator.observed.ServedKinds;
import dev.ollakeep.operator.resources.ExposureLimits;
import dev.ollakeep.operator.resources.OperatorDefaults;
import dev.ollakeep.operator.resources.ProbeMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The document {@code kind: Facts} of an {@code in-observed.yaml}: what is not an object of the cluster.
 *
 * @param now the time of the plan
 * @param start Empty, or Settled: the server of {@code in-server-before.yaml} (else of {@code in-server.yaml}) was applied at
 *     {@code settledAt} and everything that had to happen has happened
 * @param passes how many plans for the server as it is now have been carried out before the one that is printed
 * @param certManager YES, NO or UNKNOWN
 * @param ingressClasses controllers by class; null when they cannot be read
 * @param issuer Ready, Missing, Unknown, or the words of an issuer that is not ready
 * @param unknown objects that cannot be read, as Kind/name
 * @param without objects that are not there, as Kind/name
 * @param pods what pods answer; those that are not named answer what is current
 * @param allowedIssuers the operator's setting; not in force beforehand
 * @param allowedHostSuffixes the operator's setting; not in force beforehand
 * @param throughApiServer the address ranges of an API server that asks pods for the operator; null when it asks them itself, as
 *     it did beforehand
 */
@JsonIgnoreProperties({"apiVersion", "kind"})
record Facts(
    String now,
    String start,
    String settledAt,
    Integer passes,
    String certManager,
    Map<String, String> ingressClasses,
    String defaultIngressClass,
    String issuer,
    List<String> unknown,
    List<String> without,
    Map<String, Answers> pods,
    String serverVersion,
    List<String> allowedIssuers,
    List<String> allowedHostSuffixes,
    List<String> throughApiServer) {

  static final String KIND = "Facts";

  /**
   * What one pod answers.
   *
   * @param auth current, before (the revision when the server had settled), refused, silent, forbidden, unreachable, or a number
   * @param config current, before, rejected, or silent
   * @param attack held, untried, or the probe that got through
   */
  record Answers(String auth, String config, String attack) {

    static final Answers CURRENT = new Answers(null, null, null);

    Answers {
      auth = auth == null ? "current" : auth;
      config = config == null ? "current" : config;
      attack = attack == null ? "held" : attack;
    }
  }

  Facts {
    now = now == null ? "2026-11-24T12:00:00Z" : now;
    start = start == null ? "Empty" : start;
    settledAt = settledAt == null ? "2026-11-20T09:00:00Z" : settledAt;
    passes = passes == null ? 0 : passes;
    certManager = certManager == null ? "YES" : certManager;
    ingressClasses = ingressClasses == null ? Map.of("traefik", "traefik.io/ingress-controller") : new TreeMap<>(ingressClasses);
    issuer = issuer == null ? "Ready" : issuer;
    unknown = unknown == null ? List.of() : unknown;
    without = without == null ? List.of() : without;
    pods = pods == null ? Map.of() : pods;
    allowedIssuers = allowedIssuers == null ? List.of() : allowedIssuers;
    allowedHostSuffixes = allowedHostSuffixes == null ? List.of() : allowedHostSuffixes;
  }

  static Facts defaults() {
    return new Facts(null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** An unremarkable cluster, for the time before the story begins. */
  Facts beforehand() {
    return new Facts(settledAt, null, null, null, null, ingressClasses, defaultIngressClass, null, null, null, null, serverVersion,
        null, null, null);
  }

  Instant instant() {
    return Instant.parse(now);
  }

  boolean settled() {
    return start.equals("Settled");
  }

  ExposureLimits limits() {
    return new ExposureLimits(allowedIssuers, allowedHostSuffixes);
  }

  OperatorDefaults.Probing probing() {
    return throughApiServer == null
        ? new OperatorDefaults.Probing(ProbeMode.POD_IP, List.of())
        : new OperatorDefaults.Probing(ProbeMode.API_SERVER_PROXY, throughApiServer);
  }

  Answers answersOf(String pod) {
    return pods.getOrDefault(pod, Answers.CURRENT);
  }

  Cluster cluster() {
    Seen<Map<String, String>> classes =
        unknown.contains("IngressClasses") ? Seen.unknown("ingressclasses is forbidden") : Seen.present(ingressClasses);
    var fallback = Optional.ofNullable(defaultIngressClass).or(() -> ingressClasses.keySet().stream().findFirst());
    var kinds = ServedKinds.of(OptionalKind.ALL, kind -> Served.valueOf(certManager));
    return new Cluster(kinds, classes, fallback.filter(name -> !name.isEmpty()), issuerSeen());
  }

  private Seen<IssuerState> issuerSeen() {
    return switch (issuer) {
      case "Ready" -> Seen.present(new IssuerState(true, false, "ready"));
      case "SelfSigned" -> Seen.present(new IssuerState(true, true, "ready"));
      case "Missing" -> Seen.absent();
      case "Unknown" -> Seen.unknown("the server did not answer in time");
      default -> Seen.present(new IssuerState(false, false, issuer));
    };
  }
}
