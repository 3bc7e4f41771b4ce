package io.knowfirst.server.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DestinationTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254",
        "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.168.1.1", "198.18.0.1", "224.0.0.1",
        "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "fc00::1", "fd12:3456::1", "fe80::1", "fec0::1",
        "ff02::1", "2001:db8::1"
      })
  void an_address_that_is_not_public_is_recognized(String address) throws Exception {
    assertThat(Destination.isPrivate(InetAddress.getByName(address))).isTrue();
    assertThat(new Destination(true).address(URI.create("https://[::1]/")).host()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.1.1.1",
        "9.255.255.255",
        "11.0.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "172.15.255.255",
        "172.32.0.0",
        "192.167.255.255",
        "198.20.0.0",
        "223.255.255.255",
        "2606:4700::1111",
        "2a00:1450:4001::1"
      })
  void the_addresses_beside_them_are_public(String address) throws Exception {
    assertThat(Destination.isPrivate(InetAddress.getByName(address))).isFalse();
  }

  @Test
  void the_port_is_that_of_the_scheme_however_it_is_written() throws Exception {
    var anywhere = new Destination(true);
    assertThat(anywhere.address(anywhere.url("HTTP://127.0.0.1/")).port()).isEqualTo(80);
    assertThat(anywhere.address(anywhere.url("HTTPS://127.0.0.1/")).port()).isEqualTo(443);
    assertThat(anywhere.address(anywhere.url("https://127.0.0.1:8443/")).port()).isEqualTo(8443);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://hooks.example/",
        "ftp://hooks.example/",
        "hooks.example",
        "https:///a",
        "https://a b",
        "https://me:secret@hooks.example/",
        "https://hooks.example/#a",
        "",
        "file:///etc/passwd"
      })
  void a_url_that_is_none_of_https_is_refused(String url) {
    assertThatThrownBy(() -> new Destination(false).url(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("URL");
  }

  @Test
  void a_name_or_notation_of_this_machine_is_seen_through() {
    var outside = new Destination(false);
    for (var url :
        new String[] {
          "https://localhost/", "https://127.0.0.1:8443/", "https://[::ffff:7f00:1]/"
        }) {
      assertThatThrownBy(() -> outside.address(outside.url(url)))
          .as(url)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not public");
    }
    assertThatCode(() -> outside.address(outside.url("https://1.1.1.1/")))
        .doesNotThrowAnyException();
  }
}
