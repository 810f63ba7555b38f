package dev.ollakeep.operator.names;

import io.fabric8.certmanager.api.model.v1.Certificate;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.function.Function;

/**
 * Every object that may be made for a server, in the order of creation; credential Secrets are apart.
 *
 * <p>The list is closed: what is not in it is never written, and what is in it gets a verdict in every plan.
 */
public enum Child {
  PROXY_CONFIG("proxy-config", ConfigMap.class, Names::proxyConfig),
  MODEL_VOLUME("model-volume", PersistentVolumeClaim.class, Names::modelVolume),
  NETWORK_POLICY("network-policy", NetworkPolicy.class, Names::server),
  SERVICE("service", Service.class, Names::server),
  DEPLOYMENT("server", Deployment.class, Names::server),
  DISRUPTION_BUDGET("disruption-budget", PodDisruptionBudget.class, Names::server),
  CERTIFICATE("certificate", Certificate.class, Names::server),
  INGRESS("ingress", Ingress.class, Names::server);

  private final String component;
  private final Class<? extends HasMetadata> type;
  private final Function<Names, String> name;

  Child(String component, Class<? extends HasMetadata> type, Function<Names, String> name) {
    this.component = component;
    this.type = type;
    this.name = name;
  }

  /** Value of the label {@code ollakeep.dev/component}. */
  public String component() {
    return component;
  }

  public Class<? extends HasMetadata> type() {
    return type;
  }

  /** Who gets to the server rests on it: nothing is as asked for while it is not. */
  public boolean guards() {
    return this == PROXY_CONFIG || this == NETWORK_POLICY || this == SERVICE;
  }

  public String name(Names names) {
    return name.apply(names);
  }
}
