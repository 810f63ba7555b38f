package dev.ollakeep.operator.chaos;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;

/** Parts of a spec that the rules accept only together, so that chance alone does not find them. */
final class Corners {

  /** How a server may be reached from outside; what it had before is replaced whole. */
  private static final List<ObjectNode> EXPOSURES = parse(
      "exposure: {type: Ingress, host: a.example.com, allowPlaintext: true, ingress: {className: alpha, path: /llm}}",
      """
          exposure: {type: Ingress, host: a.example.com, extraHosts: [b.example.com], ingress: {annotations: {example.com/alpha: beta}}}
          tls: {secretName: alpha}
          """,
      """
          exposure: {type: Ingress, host: b.example.com}
          tls:
            certManager:
              issuerRef: {name: alpha, kind: ClusterIssuer, group: cert-manager.io}
              dnsNames: [b.example.com]
              duration: 96h
              renewBefore: 48h
              privateKey: {algorithm: RSA, size: 2048, rotationPolicy: Always}
          """);

  private static final List<ObjectNode> OTHERS = parse(
      "networkPolicy: {from: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}",
      "scheduling: {tolerations: [{key: alpha, operator: Exists, effect: NoExecute, tolerationSeconds: 60}]}");

  /** What a server has for as long as it lives, so that it must begin with it; claims that may still grow. */
  private static final List<ObjectNode> VOLUMES = parse(
      "storage: {type: PersistentVolumeClaim, size: 64Mi, storageClassName: beta, accessMode: ReadWriteMany, onDelete: Delete}",
      "storage: {type: ExistingClaim, claimName: alpha, accessMode: ReadWriteMany}",
      "storage: {type: Ephemeral, size: 1Gi}",
      "storage: {type: PersistentVolumeClaim, size: 64Mi}");

  private Corners() {}

  static ObjectNode volume(int number) {
    return VOLUMES.get(number % VOLUMES.size());
  }

  static List<ObjectNode> exposures() {
    return EXPOSURES;
  }

  static List<ObjectNode> others() {
    return OTHERS;
  }

  private static List<ObjectNode> parse(String... texts) {
    return List.of(texts).stream().map(text -> Serialization.unmarshal(text, ObjectNode.class)).toList();
  }
}
