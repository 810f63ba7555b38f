package dev.ollakeep.operator.observed;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.OllamaServerSpec;
import dev.ollakeep.api.v1alpha1.PasswordSecretRef;
import dev.ollakeep.api.v1alpha1.StorageType;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.names.Child;
import dev.ollakeep.operator.names.Names;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The objects whose presence the plan for a server depends on, whoever owns them.
 *
 * <p>An observer answers for each of them Present, Absent or Unknown; a cache that does not hold one is no answer. Of other
 * children only those that are ours matter: they are deleted.
 *
 * @param children what the resource calls for
 * @param own Secrets the operator makes: credentials, journal, hashes
 * @param sources Secrets with passwords that users bring
 * @param tls Secrets with certificates
 */
public record Needs(Set<Child> children, SortedSet<String> own, SortedSet<String> sources, SortedSet<String> tls) {

  public static Needs of(OllamaServer server) {
    var names = Names.of(server);
    var own = new TreeSet<String>();
    own.add(names.proxyAuth());
    own.add(names.journal());
    own.add(names.operatorCredentials());
    server.getSpec().auth().users().forEach(user -> own.add(names.credentials(user)));
    var sources = new TreeSet<String>();
    server.getSpec().auth().users().forEach(user -> user.source().map(PasswordSecretRef::name).ifPresent(sources::add));
    var tls = new TreeSet<String>();
    Names.certificateSecret(server).ifPresent(tls::add);
    return new Needs(children(server.getSpec()), own, sources, tls);
  }

  private static Set<Child> children(OllamaServerSpec spec) {
    var children = EnumSet.of(Child.PROXY_CONFIG, Child.SERVICE, Child.DEPLOYMENT);
    var isIngress = spec.exposure().type() == ExposureType.INGRESS;
    addIf(spec.storage().type() == StorageType.PERSISTENT_VOLUME_CLAIM, Child.MODEL_VOLUME, children);
    addIf(spec.networkPolicy().enabled(), Child.NETWORK_POLICY, children);
    addIf(spec.replicas() > 1, Child.DISRUPTION_BUDGET, children);
    addIf(isIngress, Child.INGRESS, children);
    addIf(isIngress && spec.tlsIfAny().flatMap(Tls::issued).isPresent(), Child.CERTIFICATE, children);
    return Collections.unmodifiableSet(children);
  }

  private static void addIf(boolean wanted, Child child, Set<Child> children) {
    if (wanted) {
      children.add(child);
    }
  }
}
