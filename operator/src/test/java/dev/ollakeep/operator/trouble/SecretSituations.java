package dev.ollakeep.operator.trouble;

import static dev.ollakeep.operator.trouble.Place.until;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.HashSet;
import java.util.List;

/** Passwords that people supply, names that others have taken, and Secrets that others change. */
final class SecretSituations {

  private static final String SPEC = """
      storage: {type: Ephemeral}
      auth: {users: [{name: alice, role: User}]}
      """;
  private static final String SUPPLIED = """
      storage: {type: Ephemeral}
      auth: {users: [{name: alice, role: User, passwordSecretRef: {name: alice-password}}]}
      """;
  private static final String CREDENTIALS = "hello-alice-credentials";
  private static final int MOST_PER_HOUR = 5;

  private SecretSituations() {}

  static List<BrokenSituation> all() {
    return List.of(
        BrokenSituation.of("The Secret with the password is missing", place -> place.server(SUPPLIED)),
        BrokenSituation.of("The Secret with the password lacks the label", place -> {
          place.create(password("", "Tr0ub4dor-and-3-more"));
          place.server(SUPPLIED);
        }),
        BrokenSituation.of("The password is too weak", place -> {
          place.create(password("ollakeep.dev/auth-source: 'true'", "short"));
          place.server(SUPPLIED);
        }),
        BrokenSituation.of("A Service of that name belongs to somebody else", place -> {
          place.create("{apiVersion: v1, kind: Service, metadata: {name: hello}, spec: {ports: [{port: 80}]}}");
          place.server(SPEC);
        }),
        BrokenSituation.of("A credential Secret of that name belongs to somebody else", place -> {
          place.create("{apiVersion: v1, kind: Secret, metadata: {name: hello-alice-credentials}}");
          place.server(SPEC);
        }),
        immutable(), contention(), layout(), quota(),
        BrokenSituation.of("It is paused", place -> {
          place.readyServer(SPEC);
          place.edit("{\"paused\":true}");
        }));
  }

  private static String password(String label, String password) {
    return "{apiVersion: v1, kind: Secret, metadata: {name: alice-password, labels: {%s}}, stringData: {password: %s}}"
        .formatted(label, password);
  }

  private static BrokenSituation immutable() {
    return BrokenSituation.of("A Secret was made immutable", place -> {
      place.readyServer(SPEC);
      secret(place, CREDENTIALS).edit(it -> new SecretBuilder(it).withImmutable(true).build());
      place.edit("{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}");
    });
  }

  /** Without pods, so that each new secret is published at once. */
  private static BrokenSituation contention() {
    return BrokenSituation.of("Somebody keeps changing credentials", place -> {
      place.server(SPEC + "replicas: 0\n");
      var taken = new HashSet<String>();
      while (taken.size() <= MOST_PER_HOUR) {
        until("there is a new one", () -> settled(place) && taken.add(place.secret(CREDENTIALS, "password")));
        secret(place, CREDENTIALS).delete();
      }
    }).until((place, output) -> place.says("CredentialsReady", "Published") && !place.conditions().contains("Stalled"));
  }

  /** What is still in the journal would be published again, and not made anew. */
  private static boolean settled(Place place) {
    return secret(place, CREDENTIALS).get() != null && secret(place, "hello-auth-next").get() == null;
  }

  private static BrokenSituation quota() {
    return BrokenSituation.of("A quota refuses a Secret", place -> {
      Quota.impose(place, "10Gi", "count/secrets: 0");
      place.server(SPEC);
    });
  }

  private static BrokenSituation layout() {
    return BrokenSituation.of("Secrets of a newer version", place -> {
      place.readyServer(SPEC);
      secret(place, "hello-proxy-auth")
          .edit(it -> new SecretBuilder(it).editMetadata().addToAnnotations("ollakeep.dev/layout", "2").endMetadata().build());
    });
  }

  private static Resource<Secret> secret(Place place, String name) {
    return place.client().secrets().inNamespace(place.namespace()).withName(name);
  }
}
