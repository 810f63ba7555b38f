package dev.ollakeep.operator.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ollakeep.operator.proxy.nginx.SettingsExample;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyCapacityTest {

  private static final long MIB = 1L << 20;

  @ParameterizedTest(name = "memory {0}, cpu {1}: {2} workers of {3} connections")
  @CsvSource(nullValues = "none", value = {
    "none, none, 2, 10496", "1Gi, none, 2, 10496", "512Mi, none, 2, 4864", "256Mi, none, 2, 2048", "2Gi, none, 2, 16384",
    "64Mi, none, 2, 256", "1Gi, 4, 4, 4864", "4Gi, 8, 8, 10752", "1000M, none, 2, 9728"})
  void connectionsFollowFromTheLimits(String memory, String cpu, int workers, int connections) {
    assertThat(of(memory, cpu)).isEqualTo(new ProxyCapacity(workers, connections));
  }

  @ParameterizedTest
  @CsvSource(nullValues = "none", value = {"256Mi, none, 256", "512Mi, none, 512", "1Gi, 4, 1024", "4Gi, 8, 4096"})
  void whateverConnectionsHoldFitsIntoTheirShare(String memory, String cpu, long mib) {
    var capacity = of(memory, cpu);

    long most = 16 * MIB + capacity.workers() * (16 * MIB + capacity.connections() * 32L * 1024);

    assertThat(most).isLessThanOrEqualTo(mib * MIB * 7 / 10);
  }

  @Test
  void whatIsNoQuantityIsNamed() {
    assertThatThrownBy(() -> of("lots", null)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("proxy.resources.limits.memory: \"lots\"");
  }

  private static ProxyCapacity of(String memory, String cpu) {
    var limits = (memory == null ? "" : "memory: \"" + memory + "\"") + (memory == null || cpu == null ? "" : ", ")
        + (cpu == null ? "" : "cpu: \"" + cpu + "\"");
    return SettingsExample.settings("{proxy: {resources: {limits: {" + limits + "}}}}").capacity();
  }
}
