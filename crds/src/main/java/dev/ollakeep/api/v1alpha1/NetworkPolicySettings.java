package dev.ollakeep.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;

/** Who may reach the pods, and whom they may reach. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record NetworkPolicySettings(
    Boolean enabled,
    List<NetworkPolicyPeer> from,
    EgressPolicy egress,
    List<Integer> egressPorts) {

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
