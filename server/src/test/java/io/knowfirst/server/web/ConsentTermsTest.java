package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.model.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who asked for a consent, when it ends, and consents that come in other shapes. */
class ConsentTermsTest {
  /** The example of the IAB's own description of the format: it consents to purposes 1, 2 and 3. */
  private static final String PUBLISHED =
      "COvFyGBOvFyGBAbAAAENAPCAAOAAAAAAAAAAAEEUACCKAAA.IFoEUQQgAIQwgIwQABAEAAAAOIAACAIAAAAQAIAgEAACEAAAAAgAQBAAAAAAAGBAAgAAAAAAAFAAECAAAgAAQARAEQAAAAAJAAIAAgAAAYQEAAAQmAgBC3ZAYzUw";

  @RegisterExtension private static final TestApi api = TestApi.start();

  private static String consent(String more) {
    return "{\"type\":\"consent\",\"messageId\":\"c\",\"userId\":\"v-1\"," + more + "}";
  }

  private static Event taken() {
    assertThat(api.taken).hasSize(1);
    return api.taken.get(0);
  }

  @Test
  void who_asked_and_when_it_ends_are_kept_with_a_consent() {
    var sent =
        consent(
            "\"purposes\":{\"email\":true},\"source\":\"banner-3\",\"expires\":\"2027-11-22T09:00:00Z\"");
    assertThat(api.events(api.secret, sent).status()).isEqualTo(200);
    assertThat(taken().purposes()).isEqualTo(Map.of("email", true));
    assertThat(taken().consentSource()).isEqualTo("banner-3");
    assertThat(taken().consentUntil()).isEqualTo("2027-11-22T09:00:00Z");
    assertThat(taken().consentOnly().consentUntil()).isEqualTo("2027-11-22T09:00:00Z");
  }

  @Test
  void an_end_that_is_no_time_is_refused_from_a_server_and_noted_from_a_page() {
    var sent = consent("\"purposes\":{\"email\":true},\"expires\":\"next year\"");
    assertThat(api.events(api.secret, sent).error()).startsWith("/expires: ");
    var page = sent.replace(",\"userId\":\"v-1\"", "");
    var answer = api.events(api.site, page);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("notes").toString()).contains("/expires");
    assertThat(taken().consentUntil()).isNull();
  }

  @Test
  void all_usual_purposes_are_known_and_what_is_necessary_needs_no_consent() {
    var sent =
        consent(
            "\"purposes\":{\"necessary\":true,\"measurement\":true,\"profiling\":false,\"email\":true,\"post\":true,\"phone\":false}");
    assertThat(api.events(api.secret, sent).status()).isEqualTo(200);
    assertThat(taken().purposes())
        .isEqualTo(
            Map.of(
                "measurement",
                true,
                "profiling",
                false,
                "email",
                true,
                "post",
                true,
                "phone",
                false));
  }

  @Test
  void a_string_of_the_framework_refuses_what_it_does_not_consent_to() {
    assertThat(api.events(api.secret, consent("\"tcString\":\"" + PUBLISHED + "\"")).status())
        .isEqualTo(200);
    assertThat(taken().purposes())
        .isEqualTo(Map.of("personalization", false, "profiling", false, "measurement", false));
    assertThat(taken().consentSource()).isEqualTo("tcf");
  }

  @Test
  void its_purposes_grant_ours_until_395_days_after_it_was_updated() {
    var updated = Instant.parse("2026-11-20T10:00:00Z");
    var text = string(updated, Set.of(1, 6, 8));
    assertThat(api.events(api.secret, consent("\"tcString\":\"" + text + "\"")).status())
        .isEqualTo(200);
    assertThat(taken().purposes())
        .isEqualTo(Map.of("personalization", true, "profiling", false, "measurement", true));
    assertThat(taken().consentUntil()).isEqualTo(updated.plus(Duration.ofDays(395)));
  }

  @Test
  void without_storage_on_the_device_nothing_else_counts() {
    var text = string(Instant.parse("2026-11-20T10:00:00Z"), Set.of(5, 6, 8));
    api.events(api.secret, consent("\"tcString\":\"" + text + "\""));
    assertThat(taken().purposes().values()).containsOnly(false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "COvFy", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "{}", "C"})
  void what_is_no_string_of_version_2_is_refused_from_a_server_and_noted_from_a_page(String text) {
    var sent = consent("\"tcString\":\"" + text + "\"");
    assertThat(api.events(api.secret, sent).error())
        .startsWith("/tcString: a string of the Transparency and Consent Framework, version 2");
    var answer = api.events(api.site, sent.replace(",\"userId\":\"v-1\"", ""));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("notes").toString()).contains("/tcString");
    assertThat(taken().purposes()).isEmpty();
  }

  @Test
  void a_browser_with_global_privacy_control_refuses_profiling_with_each_event() {
    var view = "{\"type\":\"page\",\"name\":\"home\"}";
    api.events(api.site, view, "Sec-GPC", "1");
    assertThat(taken().purposes()).isEqualTo(Map.of("profiling", false));
    assertThat(taken().consentSource()).isEqualTo("gpc");
    assertThat(taken().isRefusedByBrowserOnly()).isTrue();
    api.taken.clear();
    api.events(api.site, view);
    assertThat(taken().purposes()).isEmpty();
  }

  @Test
  void what_the_visitor_answers_by_themselves_goes_before_the_browsers_setting() {
    api.events(
        api.site,
        "{\"type\":\"consent\",\"purposes\":{\"profiling\":true,\"email\":false}}",
        "Sec-GPC",
        "1");
    assertThat(taken().purposes()).isEqualTo(Map.of("profiling", true, "email", false));
    assertThat(taken().consentSource()).isNull();
  }

  @Test
  void the_header_of_a_server_is_nobodys_setting() {
    api.events(
        api.secret,
        "{\"type\":\"track\",\"event\":\"Signed Up\",\"messageId\":\"m\",\"userId\":\"v-1\"}",
        "Sec-GPC",
        "1");
    assertThat(taken().purposes()).isEmpty();
  }

  @Test
  void the_server_says_that_it_obeys() {
    var answer = api.get("/.well-known/gpc.json");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("gpc").asBoolean()).isTrue();
  }

  /** By the bits of "Consent string and vendor list formats v2", core string. */
  private static String string(Instant updated, Set<Integer> purposes) {
    var bits = new StringBuilder();
    long deciseconds = updated.toEpochMilli() / 100;
    number(bits, 2, 6);
    number(bits, deciseconds, 36);
    number(bits, deciseconds, 36);
    number(bits, 10, 12);
    number(bits, 1, 12);
    number(bits, 1, 6);
    number(bits, 3, 6);
    number(bits, 4, 6);
    number(bits, 48, 12);
    number(bits, 2, 6);
    number(bits, 0, 1 + 1 + 12);
    for (int purpose = 1; purpose <= 24; purpose++) {
      number(bits, purposes.contains(purpose) ? 1 : 0, 1);
    }
    number(bits, 0, 24 + 1);
    number(bits, 3, 6);
    number(bits, 4, 6);
    number(bits, 0, 16 + 1);
    number(bits, 0, 16 + 1);
    number(bits, 0, 12);
    while (bits.length() % 8 != 0) {
      bits.append('0');
    }
    var bytes = new byte[bits.length() / 8];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static void number(StringBuilder bits, long number, int length) {
    for (int i = length - 1; i >= 0; i--) {
      bits.append((number >> i) & 1);
    }
  }
}
