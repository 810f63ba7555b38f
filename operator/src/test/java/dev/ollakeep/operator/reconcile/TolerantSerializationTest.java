package dev.ollakeep.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.api.v1alpha1.ExposureType;
import dev.ollakeep.api.v1alpha1.OllamaServer;
import dev.ollakeep.api.v1alpha1.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TolerantSerializationTest {

  private static final String HEAD = """
      {"apiVersion": "ollakeep.dev/v1alpha1", "kind": "OllamaServer",
       "metadata": {"name": "hello", "namespace": "ai", "uid": "1", "resourceVersion": "7"},
      """;

  @Test
  void anOrdinaryServerIsReadAsItIs() {
    var server = read("\"spec\": {\"auth\": {\"users\": [{\"name\": \"alice\", \"role\": \"User\"}]}}}");

    assertThat(server.getSpec().auth().users()).singleElement().satisfies(user -> assertThat(user.role()).isEqualTo(Role.USER));
    assertThat(server.getSpec().exposure().type()).isEqualTo(ExposureType.CLUSTER_IP);
  }

  @ParameterizedTest
  @ValueSource(strings = {
    "\"spec\": {\"auth\": \"none\"}}",
    "\"spec\": {\"auth\": {\"users\": {\"alice\": \"User\"}}}}",
    "\"spec\": {\"replicas\": \"several\"}}",
    "\"spec\": [1, 2]}",
    "\"spec\": \"all\"}",
  })
  void aServerOfAnotherShapeKeepsItsNameAndTellsWhatIsNotUnderstood(String rest) {
    var server = read(rest);

    assertThat(server.getMetadata().getName()).isEqualTo("hello");
    assertThat(server.getMetadata().getUid()).isEqualTo("1");
    assertThat(server.unknownFields().paths()).singleElement().asString().startsWith("spec");
  }

  @Test
  void theFieldOfAnotherShapeIsNamed() {
    assertThat(read("\"spec\": {\"proxy\": {\"limits\": {\"requestBurst\": []}}}}").unknownFields().paths())
        .containsExactly("spec.proxy.limits.requestBurst");
  }

  @Test
  void anUnreadableStatusIsTakenForNone() {
    var server = read("\"spec\": {\"replicas\": 1}, \"status\": \"fine\"}");

    assertThat(server.getStatus()).isNull();
    assertThat(server.getSpec().replicas()).isEqualTo(1);
    assertThat(server.unknownFields().isEmpty()).isTrue();
  }

  @Test
  void aReadableStatusStays() {
    var server = read("\"spec\": 1, \"status\": {\"serverVersion\": \"0.17.4\"}}");

    assertThat(server.getStatus().serverVersion()).isEqualTo("0.17.4");
  }

  @Test
  void aCopyTellsItToo() {
    var copy = TolerantSerialization.create().clone(read("\"spec\": 1}"));

    assertThat(copy.unknownFields()).isEqualTo(read("\"spec\": 1}").unknownFields());
    assertThat(copy.unknownFields().paths()).containsExactly("spec");
  }

  @Test
  void anUnknownWordIsAMarkerAndNeverADefault() {
    var server = read("\"spec\": {\"auth\": {\"users\": [{\"name\": \"alice\", \"role\": \"Owner\"}]}}}");

    assertThat(server.getSpec().auth().users().get(0).role()).isEqualTo(Role.UNRECOGNISED);
  }

  private static OllamaServer read(String rest) {
    return TolerantSerialization.create().unmarshal(HEAD + rest, OllamaServer.class);
  }
}
