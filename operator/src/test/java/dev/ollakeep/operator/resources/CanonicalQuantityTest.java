package dev.ollakeep.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ollakeep.testing.ApiServer;
import dev.ollakeep.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of forms, asked of our code and of a real API server. */
class CanonicalQuantityTest {

  static Map<String, String> table() {
    var table = new TreeMap<String, String>();
    table.putAll(Map.of("0", "0", "1", "1", "1000m", "1", "1500m", "1500m", "0.5", "500m"));
    table.putAll(Map.of("2000", "2k", "1024", "1024", "100000000", "100M", "3.2k", "3200", "1000000n", "1m"));
    table.putAll(Map.of("10240Mi", "10Gi", "1.5Mi", "1536Ki", "0.5Gi", "512Mi", "1Ki", "1Ki", "0.5Ki", "512"));
    table.putAll(Map.of("1025Ki", "1025Ki", "1000Mi", "1000Mi", "50Gi", "50Gi", "1023.5Mi", "1048064Ki"));
    table.putAll(Map.of("1e3", "1e3", "12e6", "12e6", "1000e3", "1e6", "0.1e1", "1", "250u", "1m"));
    return table;
  }

  @ParameterizedTest
  @MethodSource("written")
  void isWrittenAsTheTableSays(String written) {
    assertThat(text(CanonicalQuantity.of(new Quantity(written)))).isEqualTo(table().get(written));
  }

  @Test
  @RequiresApiServer
  void anApiServerWritesTheSame(ApiServer server) {
    var namespace = server.freshNamespace("quantities");
    var stored = new TreeMap<String, String>();
    table().keySet().forEach(written -> {
      var quota = new ResourceQuotaBuilder()
          .withNewMetadata().withName("quota").withNamespace(namespace).endMetadata()
          .withNewSpec().addToHard("requests.memory", new Quantity(written)).endSpec()
          .build();
      stored.put(written, text(server.client().resource(quota).dryRun().create().getSpec().getHard().get("requests.memory")));
    });
    assertThat(stored).isEqualTo(table());
  }

  static Iterable<String> written() {
    return table().keySet();
  }

  private static String text(Quantity quantity) {
    return quantity.getAmount() + quantity.getFormat();
  }
}
