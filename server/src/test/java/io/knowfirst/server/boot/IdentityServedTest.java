package io.knowfirst.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who reads the profile of a visitor who has signed in, case by case. */
class IdentityServedTest {
  private static final String CONSENT =
      "{\"type\":\"consent\",\"purposes\":{\"personalization\":true}}";
  private static final String JEANS =
      """
      "event":"Order Completed","properties":{"products":[{"product_id":"p","category":"apparel.jeans","price":50}]}""";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static TestServer server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = TestServer.start(folder, TestDatabase.url(), SmallShop.files());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A customer who has consented and bought jeans, as the shop's backend tells. */
  private static String jeansBuyer() {
    var customer = "customer-" + NUMBER.incrementAndGet();
    var batch =
        """
        {"batch":[{"type":"consent","messageId":"c","userId":"%1$s","purposes":{"personalization":true}},
         {"type":"track","messageId":"o","userId":"%1$s",%2$s}]}"""
            .formatted(customer, JEANS);
    assertThat(server.post("/v1/events", batch).json().path("accepted").asInt()).isEqualTo(2);
    return customer;
  }

  private static String tokenOf(String customer) {
    var asked = server.post("/v1/visitors/token", "{\"visitor\":{\"id\":\"" + customer + "\"}}");
    return asked.json().path("token").asText();
  }

  private static Browser visited() {
    var browser = new Browser(server);
    browser.decide("\"placements\":[\"hero\"],\"events\":[" + CONSENT + "]");
    return browser;
  }

  private static void signIn(Browser browser, String customer) {
    browser.token = tokenOf(customer);
    browser.send("{\"type\":\"identify\",\"messageId\":\"i-" + NUMBER.incrementAndGet() + "\"}");
  }

  /** As the page after it, which has no token any more. */
  private static void leave(Browser browser) {
    browser.token = "";
  }

  private static Browser with(String cookie) {
    var browser = new Browser(server);
    browser.cookie = cookie;
    return browser;
  }

  @Test
  void who_signed_in_is_known_by_the_new_cookie_on_the_pages_after() {
    var browser = visited();
    var anonymous = browser.cookie;
    assertThat(browser.hero()).isEqualTo("default");
    signIn(browser, jeansBuyer());
    assertThat(browser.cookie).isNotEqualTo(anonymous);
    leave(browser);
    assertThat(browser.hero()).isEqualTo("known");
  }

  @Test
  void what_was_done_before_the_sign_in_counts_for_who_signed_in() {
    var browser = visited();
    browser.send("{\"type\":\"track\"," + JEANS + "}");
    assertThat(browser.hero()).isEqualTo("known");
    var customer = "customer-" + NUMBER.incrementAndGet();
    signIn(browser, customer);
    leave(browser);
    assertThat(browser.hero()).isEqualTo("known");
    assertThat(server.decide(customer, "[\"hero\"]", "").json().at("/decisions/0/outcome").asText())
        .isEqualTo("known");
  }

  @Test
  void a_planted_cookie_never_reads_the_profile_of_whoever_signed_in_with_it() {
    var attacker = visited();
    var planted = attacker.cookie;
    var victim = with(planted);
    signIn(victim, jeansBuyer());
    assertThat(attacker.cookie).isEqualTo(planted);
    assertThat(attacker.hero()).isEqualTo("default");
    assertThat(attacker.cookie).as("the cookie of a new visitor").isNotEqualTo(planted);
    assertThat(with(planted).visitor()).isNotEqualTo(attacker.visitor());
    leave(victim);
    assertThat(victim.hero()).isEqualTo("known");
  }

  @Test
  void a_planted_cookie_adds_nothing_to_the_profile_after_the_sign_in() {
    var attacker = visited();
    var customer = "customer-" + NUMBER.incrementAndGet();
    var victim = with(attacker.cookie);
    signIn(victim, customer);
    attacker.send("{\"type\":\"track\"," + JEANS + "}");
    leave(victim);
    assertThat(victim.hero()).isEqualTo("default");
  }

  @Test
  void after_the_sign_out_of_a_shared_device_the_next_person_is_a_new_visitor() {
    var browser = visited();
    signIn(browser, jeansBuyer());
    var reset = browser.reset();
    leave(browser);
    assertThat(browser.visitor()).isEqualTo(reset.at("/visitor/id").asText());
    assertThat(browser.hero()).isEqualTo("default");

    // The next person signs in: what the first did is not theirs.
    var second = "customer-" + NUMBER.incrementAndGet();
    signIn(browser, second);
    assertThat(browser.hero()).isEqualTo("default");
  }

  @Test
  void the_second_to_sign_in_without_a_sign_out_between_gets_nothing_of_the_first() {
    var browser = visited();
    var first = jeansBuyer();
    signIn(browser, first);
    var second = "customer-" + NUMBER.incrementAndGet();
    signIn(browser, second);
    assertThat(browser.hero()).isEqualTo("default");
    leave(browser);
    assertThat(browser.hero()).isEqualTo("default");
    browser.token = tokenOf(first);
    browser.hero();
    leave(browser);
    assertThat(browser.hero()).as("by a token alone, without an identify").isEqualTo("known");
    assertThat(server.decide(first, "[\"hero\"]", "").json().at("/decisions/0/outcome").asText())
        .isEqualTo("known");
  }

  @Test
  void a_cookie_replayed_after_the_sign_out_proves_nobody() {
    var browser = visited();
    signIn(browser, jeansBuyer());
    leave(browser);
    var kept = browser.cookie;
    assertThat(with(kept).hero()).isEqualTo("known");
    browser.reset();
    assertThat(with(kept).hero()).isEqualTo("default");
  }

  @Test
  void a_token_presented_at_the_sign_out_proves_nobody_after_it_and_a_new_one_does() {
    var customer = jeansBuyer();
    var browser = visited();
    signIn(browser, customer);
    var token = browser.token;
    browser.reset();
    var other = new Browser(server);
    other.token = token;
    assertThat(other.hero()).isEqualTo("default");
    other.token = tokenOf(customer);
    assertThat(other.hero()).isEqualTo("known");
  }

  @Test
  void a_sign_out_on_one_device_leaves_the_other_signed_in() {
    var customer = jeansBuyer();
    var phone = visited();
    var laptop = visited();
    signIn(phone, customer);
    signIn(laptop, customer);
    leave(phone);
    leave(laptop);
    phone.reset();
    assertThat(phone.hero()).isEqualTo("default");
    assertThat(laptop.hero()).isEqualTo("known");
  }

  @Test
  void a_reset_by_the_backend_ends_every_device_and_every_token_until_a_new_sign_in() {
    var customer = jeansBuyer();
    var phone = visited();
    var laptop = visited();
    signIn(phone, customer);
    signIn(laptop, customer);
    leave(laptop);
    var reset = server.post("/v1/visitors/reset", "{\"visitor\":{\"id\":\"" + customer + "\"}}");
    assertThat(reset.status()).isEqualTo(200);
    assertThat(phone.hero()).as("by the token of before").isEqualTo("default");
    assertThat(laptop.hero()).as("by the cookie of before").isEqualTo("default");
    signIn(laptop, customer);
    leave(laptop);
    assertThat(laptop.hero()).isEqualTo("known");
    assertThat(server.decide(customer, "[\"hero\"]", "").json().at("/decisions/0/outcome").asText())
        .as("what the shop knows stays")
        .isEqualTo("known");
  }

  @Test
  void a_page_without_cookies_signs_out_by_its_token() {
    var page = new Browser(server);
    page.token = tokenOf(jeansBuyer());
    assertThat(page.hero()).isEqualTo("known");
    page.reset();
    page.cookie = "";
    assertThat(page.hero()).isEqualTo("default");
  }

  @Test
  void an_anonymous_visitor_who_is_reset_leaves_nothing_to_the_next() {
    var browser = visited();
    browser.send("{\"type\":\"track\"," + JEANS + "}");
    assertThat(browser.hero()).isEqualTo("known");
    var kept = browser.cookie;
    browser.reset();
    assertThat(browser.hero()).isEqualTo("default");
    assertThat(with(kept).hero()).isEqualTo("default");
  }

  @Test
  void what_was_shown_before_the_sign_in_may_be_confirmed_after_it() {
    var browser = visited();
    var shown = browser.decide("\"placements\":[\"shelf\"]");
    signIn(browser, jeansBuyer());
    var exposure =
        "{\"type\":\"exposure\",\"token\":\"%s\",\"anonymousId\":\"%s\"}"
            .formatted(shown.at("/decisions/0/token").asText(), shown.at("/visitor/id").asText());
    assertThat(browser.send(exposure).path("accepted").asInt()).isEqualTo(1);
    leave(browser);
    assertThat(browser.send(exposure).path("duplicates").asInt()).isEqualTo(1);
  }
}
