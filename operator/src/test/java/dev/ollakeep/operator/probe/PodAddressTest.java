package dev.ollakeep.operator.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodAddressTest {

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
    "10.244.0.7           | 10.244.0.7",
    "fd00:1::7            | [fd00:1::7]",
    "::1                  | [::1]",
    "::                   | [::]",
    "::ffff:10.0.0.7      | [::ffff:10.0.0.7]",
    "2001:db8:0:0:0:0:0:1 | [2001:db8:0:0:0:0:0:1]",
  })
  void anAddressOfIpv6IsWrittenInBrackets(String ip, String host) {
    var authority = new PodAddress(ip).authority(8081);

    assertThat(authority).isEqualTo(host + ":8081");
    assertThat(URI.create("http://" + authority + "/configz")).hasHost(host).hasPort(8081);
  }
}
