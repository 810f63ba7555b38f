package dev.ollakeep.operator.resources;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of forms; each right side was read back from an API server that had been given the left one. */
class CanonicalQuantityTest {

  @ParameterizedTest(name = "{0} is written as {1}")
  @CsvSource({
    "0, 0", "1, 1", "1000m, 1", "1500m, 1500m", "0.5, 500m", "2000, 2k", "1024, 1024", "100000000, 100M",
    "10240Mi, 10Gi", "1.5Mi, 1536Ki", "0.5Gi, 512Mi", "1Ki, 1Ki", "0.5Ki, 512", "1025Ki, 1025Ki", "1000Mi, 1000Mi",
    "50Gi, 50Gi", "1e3, 1e3", "12e6, 12e6", "1000e3, 1e6", "0.1e1, 1", "3.2k, 3200", "250u, 250u", "1000000n, 1m"
  })
  void canonical(String written, String stored) {
    var quantity = CanonicalQuantity.of(new Quantity(written));
    assertThat(quantity.getAmount() + quantity.getFormat()).isEqualTo(stored);
  }
}
