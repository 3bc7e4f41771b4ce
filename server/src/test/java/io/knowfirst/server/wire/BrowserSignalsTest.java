package io.knowfirst.server.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Context;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Device and language of a page's request; the agents are those that these browsers send. */
class BrowserSignalsTest {
  private static final String ANDROID =
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0";
  private static final String WINDOWS =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36";
  private static final String MAC =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15";

  private static Context.Device device(Map<String, String> headers) {
    return BrowserSignals.of(headers::get, LocationHeaders.NONE).moment().device();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1 | mobile | ios | safari",
        "Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1 | tablet | ios | chrome",
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36 | mobile | android | samsung",
        "Mozilla/5.0 (Linux; Android 14; SM-X910) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 | tablet | android | chrome",
        "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0 | desktop | linux | firefox",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0 | desktop | windows | edge",
        "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 | desktop | chromeos | chrome",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15 | desktop | macos | safari",
        "Mozilla/5.0 (SMART-TV; LINUX; Tizen 8.0) AppleWebKit/537.36 (KHTML, like Gecko) 108.0.5359.1/8.0 TV Safari/537.36 | tv | linux |",
      })
  void a_user_agent_tells_the_device(String agent, String type, String os, String browser) {
    var expected = new Context.Device(type, "TIZEN".equals(os) ? null : os, browser);
    assertThat(device(Map.of("User-Agent", agent)).type()).isEqualTo(expected.type());
    if (!type.equals("tv")) {
      assertThat(device(Map.of("User-Agent", agent))).isEqualTo(expected);
    }
  }

  @Test
  void client_hints_go_before_the_user_agent() {
    var brands = "\"Google Chrome\";v=\"131\", \"Chromium\";v=\"131\", \"Not_A Brand\";v=\"24\"";
    assertThat(
            device(
                Map.of(
                    "User-Agent",
                    ANDROID + " Mobile Safari/537.36",
                    "Sec-CH-UA",
                    brands,
                    "Sec-CH-UA-Mobile",
                    "?1",
                    "Sec-CH-UA-Platform",
                    "\"Android\"")))
        .isEqualTo(new Context.Device("mobile", "android", "chrome"));
    assertThat(
            device(
                Map.of(
                    "User-Agent", WINDOWS,
                    "Sec-CH-UA", "\"Not?A_Brand\";v=\"99\", \"Brave\";v=\"131\"",
                    "Sec-CH-UA-Mobile", "?0",
                    "Sec-CH-UA-Form-Factors", "\"XR\", \"Tablet\"",
                    "Sec-CH-UA-Platform", "\"Chrome OS\"")))
        .isEqualTo(new Context.Device("tablet", "chromeos", "brave"));
    assertThat(
            device(
                Map.of(
                    "User-Agent", MAC,
                    "Sec-CH-UA", "\"Not A;Brand\";v=\"99\"",
                    "Sec-CH-UA-Form-Factors", "\"XR\"",
                    "Sec-CH-UA-Platform", "\"Unknown\"")))
        .isEqualTo(new Context.Device("desktop", "macos", "safari"));
    assertThat(device(Map.of("User-Agent", MAC, "Sec-CH-UA", "x".repeat(600))).browser())
        .isEqualTo("safari");
  }

  @Test
  void what_no_browser_sends_is_no_device() {
    assertThat(device(Map.of("User-Agent", "MyShop/7.2 okhttp/4.12.0"))).isNull();
    assertThat(device(Map.of("User-Agent", "curl/8.5.0"))).isNull();
    assertThat(device(Map.of())).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de-AT,de;q=0.9,en;q=0.8 | de-AT",
        "en;q=0.3, fr-ch;q=0.7 | fr-CH",
        "*;q=0.1, it | it",
        "* |",
        "'' |",
        "de;q=x |",
        "-- |",
      })
  void the_language_liked_best_is_the_locale(String accepted, String locale) {
    var headers = Map.of("User-Agent", MAC, "Accept-Language", accepted);
    assertThat(BrowserSignals.of(headers::get, LocationHeaders.NONE).moment().locale())
        .isEqualTo(locale);
  }
}
