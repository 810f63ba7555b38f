package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;

/** Who may reach the pods, and whom they may reach. */
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "self.egress == 'Models' || !has(self.egressPorts) || self.egressPorts.size() == 0",
    message = "networkPolicy.egressPorts needs networkPolicy.egress Models; None opens no port, Unrestricted every one",
    fieldPath = ".egressPorts")
public record NetworkPolicySettings(
    @JsonPropertyDescription("Makes a NetworkPolicy for the pods. It takes a network plugin that enforces it.")
    @Default("true")
    Boolean enabled,

    @JsonPropertyDescription("Peers that may connect to the proxy. When empty: the same namespace with exposure.type ClusterIP, anybody "
        + "with Ingress, whose controller is then the peer, not the clients behind it. The operator always may.")
    @Size(max = 32)
    @ValidationRule(value = "self.all(p, has(p.ipBlock) != (has(p.podSelector) || has(p.namespaceSelector)))",
        message = "networkPolicy.from needs in each peer either ipBlock, or podSelector and namespaceSelector, or one of the two")
    @ValidationRule(value = "self.all(p, !has(p.ipBlock) || (isCIDR(p.ipBlock.cidr)"
        + " && cidr(p.ipBlock.cidr) == cidr(p.ipBlock.cidr).masked() && (!has(p.ipBlock.except)"
        + " || p.ipBlock.except.all(e, isCIDR(e) && cidr(e) == cidr(e).masked() && cidr(p.ipBlock.cidr).containsCIDR(cidr(e))))))",
        message = "networkPolicy.from.ipBlock must hold CIDRs without host bits, such as 10.0.0.0/8, and except parts of that CIDR")
    List<NetworkPolicyPeer> from,

    @JsonPropertyDescription("Where the pods may connect to: Models allows DNS, port 443 and egressPorts, enough to pull models; None "
        + "nothing; Unrestricted everything.")
    @Default("Models")
    EgressPolicy egress,

    @JsonPropertyDescription("Further TCP ports for egress Models, such as that of a registry or an HTTPS proxy.")
    @Size(max = 32)
    List<@Min(1) @Max(65535) Integer> egressPorts) {

  public NetworkPolicySettings {
    enabled = enabled == null ? true : enabled;
    from = from == null ? List.of() : List.copyOf(from);
    egress = egress == null ? EgressPolicy.MODELS : egress;
    egressPorts = egressPorts == null ? List.of() : List.copyOf(egressPorts);
  }

  /** On; the default peers of the exposure; models may be fetched. */
  public static NetworkPolicySettings defaults() {
    return new NetworkPolicySettings(null, null, null, null);
  }
}
