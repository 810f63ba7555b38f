package dev.ollakeep.operator.plan;

import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.PasswordSecretRef;
import dev.ollakeep.api.v1alpha1.Tls;
import dev.ollakeep.operator.resources.Names;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The Secrets whose presence the plan for a server depends on.
 *
 * <p>An observer answers for each of them Present, Absent or Unknown; a cache that does not hold one is no answer.
 *
 * @param own Secrets the operator makes: credentials, journal, hashes
 * @param sources Secrets with passwords that users bring
 * @param tls Secrets with certificates
 */
public record Needs(SortedSet<String> own, SortedSet<String> sources, SortedSet<String> tls) {

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
    server.getSpec().tlsIfAny().ifPresent(wanted -> tls.add(tlsSecret(names, wanted)));
    return new Needs(own, sources, tls);
  }

  private static String tlsSecret(Names names, Tls tls) {
    return tls.issued().isPresent() ? names.tlsSecret() : tls.secretName();
  }
}
