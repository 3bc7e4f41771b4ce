package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientsTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "192.0.2.1:51234, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::",
    "2001:db8:1:2::6, 2001:db8:1:2::",
    "2001:0DB8:0001:0002::7, 2001:db8:1:2::",
    "2001:db8::3:4:5:6, 2001:db8:0:0::",
    "[2001:db8:1:2::6]:443, 2001:db8:1:2::",
    "fe80::1%eth0, fe80:0:0:0::",
    "unknown, unknown"
  })
  void an_address_counts_as_its_network_however_it_is_written(String written, String network) {
    assertThat(Clients.network(written)).isEqualTo(network);
  }
}
