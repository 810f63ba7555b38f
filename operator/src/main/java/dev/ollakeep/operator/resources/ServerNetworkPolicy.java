package dev.ollakeep.operator.resources;

import dev.ollakeep.api.v1alpha1.EgressPolicy;
import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Labels;
import dev.ollakeep.operator.names.Names;
import dev.ollakeep.operator.names.Ownership;
import dev.ollakeep.operator.proxy.ProxyContract;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Who may reach the pods, and whom they may reach.
 *
 * <p>The internal port is the operator's alone, or the API server's where that asks for the operator. Kubelet probes come from
 * the node, which policies do not filter. With egress None not even DNS is allowed: it is a way out, and a server that fetches
 * nothing needs no names.
 */
public final class ServerNetworkPolicy {

  /** Policies see the port of the DNS server's pods, and on some platforms that is not the 53 of its Service. */
  private static final List<Integer> DNS = List.of(53, 5353);

  private static final int HTTPS = 443;

  private ServerNetworkPolicy() {}

  public static NetworkPolicy of(OllamaServer server, OperatorDefaults defaults) {
    var unrestricted = server.getSpec().networkPolicy().egress() == EgressPolicy.UNRESTRICTED;
    return new NetworkPolicyBuilder()
        .withMetadata(Ownership.owned(server, Names.of(server).server(), Child.NETWORK_POLICY.component()))
        .withNewSpec()
        .withNewPodSelector()
        .withMatchLabels(Labels.podSelector(server))
        .endPodSelector()
        .withPolicyTypes(unrestricted ? List.of("Ingress") : List.of("Ingress", "Egress"))
        .withIngress(ingress(server, defaults))
        .withEgress(egress(server))
        .endSpec()
        .build();
  }

  private static NetworkPolicyIngressRule clients(OllamaServer server) {
    var rule = new NetworkPolicyIngressRuleBuilder().withPorts(tcp(ProxyContract.PUBLIC_PORT));
    var from = server.getSpec().networkPolicy().from();
    if (!from.isEmpty()) {
      return rule.withFrom(from).build();
    }
    // An Ingress controller lives in a namespace that is not known here; no peers means everybody.
    var anyone = server.getSpec().exposure().type() == ExposureType.INGRESS;
    return anyone ? rule.build() : rule.withFrom(sameNamespace()).build();
  }

  private static NetworkPolicyPeer sameNamespace() {
    return new NetworkPolicyPeerBuilder().withPodSelector(new LabelSelectorBuilder().build()).build();
  }

  /** A rule without peers would admit everybody, so without peers there is no rule. */
  private static List<NetworkPolicyIngressRule> ingress(OllamaServer server, OperatorDefaults defaults) {
    var peers = new ArrayList<NetworkPolicyPeer>();
    if (defaults.probing().mode() == ProbeMode.POD_IP) {
      peers.add(operator(defaults.self()));
    }
    defaults.probing().sources().forEach(cidr -> peers.add(block(cidr)));
    var probes = new NetworkPolicyIngressRuleBuilder()
        .withPorts(tcp(ProxyContract.PUBLIC_PORT), tcp(ProxyContract.INTERNAL_PORT))
        .withFrom(peers)
        .build();
    return peers.isEmpty() ? List.of(clients(server)) : List.of(clients(server), probes);
  }

  private static NetworkPolicyPeer operator(OperatorDefaults.Self self) {
    return new NetworkPolicyPeerBuilder()
        .withNewNamespaceSelector()
        .addToMatchLabels("kubernetes.io/metadata.name", self.namespace())
        .endNamespaceSelector()
        .withNewPodSelector()
        .withMatchLabels(self.podLabels())
        .endPodSelector()
        .build();
  }

  private static NetworkPolicyPeer block(String cidr) {
    return new NetworkPolicyPeerBuilder().withNewIpBlock().withCidr(cidr).endIpBlock().build();
  }

  private static List<NetworkPolicyEgressRule> egress(OllamaServer server) {
    var settings = server.getSpec().networkPolicy();
    if (settings.egress() != EgressPolicy.MODELS) {
      return List.of();
    }
    var ports = new TreeSet<>(settings.egressPorts());
    ports.add(HTTPS);
    var dns = DNS.stream().flatMap(port -> Stream.of(port("UDP", port), tcp(port))).toList();
    var registries = new NetworkPolicyEgressRuleBuilder().withPorts(ports.stream().map(ServerNetworkPolicy::tcp).toList());
    return List.of(new NetworkPolicyEgressRuleBuilder().withPorts(dns).build(), registries.build());
  }

  private static NetworkPolicyPort tcp(int number) {
    return port("TCP", number);
  }

  private static NetworkPolicyPort port(String protocol, int number) {
    return new NetworkPolicyPortBuilder().withProtocol(protocol).withPort(new IntOrString(number)).build();
  }
}
