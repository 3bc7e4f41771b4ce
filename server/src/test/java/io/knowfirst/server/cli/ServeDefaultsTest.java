package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every setting of a server and what it is where nobody says: a change of either is deliberate. */
class ServeDefaultsTest {
  @Test
  void every_option_of_serve_has_the_default_that_stands_here() {
    var options =
        new CommandLine(new ServeCommand())
            .getCommandSpec().options().stream()
                .map(ServeDefaultsTest::line)
                .sorted()
                .collect(Collectors.joining("\n", "", "\n"));

    assertThat(options)
        .isEqualTo(
            """
            --access-log false
            --allowed-host []
            --behind-proxy false
            --cluster null
            --config null
            --connections-per-address 256
            --data data
            --explain-to-sites false
            --four-eyes false
            --geoip null
            --h2c false
            --help false
            --host 127.0.0.1
            --keep-consent-days null
            --keep-days 0
            --keep-decision-days null
            --keep-order-days null
            --location-header {}
            --log-format text
            --max-change 100%
            --max-wait 30
            --metrics-host 127.0.0.1
            --metrics-port -1
            --no-watch false
            --oidc-client-id
            --oidc-client-secret
            --oidc-groups-claim groups
            --oidc-issuer null
            --oidc-name single sign-on
            --oidc-role []
            --otlp-endpoint null
            --port 8080
            --postgres null
            --record 0.1
            --record-days 7
            --remote false
            --requests-per-address 0
            --requests-per-key 0
            --rule-budget 50
            --rules null
            --tls-cert null
            --tls-key null
            --trace-share 0.01
            --version false
            --webhook-private-addresses false
            """);
  }

  private static String line(OptionSpec option) {
    return "%s %s".formatted(option.longestName(), option.defaultValueString()).strip();
  }
}
