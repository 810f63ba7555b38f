package dev.ollakeep.operator.reconcile;

import static dev.ollakeep.operator.reconcile.TestNamespace.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An API server refuses updates of an immutable Secret for ever; the operator says so and mends it when it is deleted. */
@RequiresApiServer
class ImmutableCredentialTest {

  @ParameterizedTest
  @CsvSource({"frozen-alice-credentials", "frozen-proxy-auth"})
  void isTheReasonUntilItIsDeleted(String name, ApiServer api) {
    var namespace = new TestNamespace(api.client(), api.freshNamespace("immutable"));
    try (var operator = OperatorUnderTest.start(api, namespace.name())) {
      namespace.create("frozen", "alice=User");
      namespace.settled("frozen");
      var before = namespace.secret("frozen-alice-credentials", "password").orElseThrow();
      var secret = namespace.client().secrets().inNamespace(namespace.name()).withName(name);
      secret.edit(it -> new SecretBuilder(it).withImmutable(true).build());
      namespace.edit("frozen", "{\"spec\":{\"auth\":{\"rotation\":{\"requestId\":\"1\"}}}}");

      eventually(() -> assertThat(namespace.reason("frozen", "Stalled")).isEqualTo("ImmutableSecret"));
      assertThat(namespace.secret("frozen-alice-credentials", "password")).contains(before);

      secret.delete();
      eventually(() -> assertThat(namespace.secret("frozen-alice-credentials", "password")).isPresent().get().isNotEqualTo(before));
      eventually(() -> assertThat(namespace.condition("frozen", "Stalled")).isEmpty());
      assertThat(operator.ends()).isEmpty();
    }
  }
}
