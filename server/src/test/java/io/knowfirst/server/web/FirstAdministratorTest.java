package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.people.User;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstAdministratorTest {
  private static final String PASSWORD = "green lanterns at noon";

  private final TestApi api = TestApi.start();

  @AfterEach
  void stop() {
    api.close();
  }

  private String link() {
    return TestApi.await(api.people.people().invitations().firstLink()).orElseThrow();
  }

  @Test
  void the_first_link_makes_an_administrator_of_all_roles_once() {
    var token = link();
    var other = link();
    var browser = new Browser(api.port());
    assertThat(browser.join(token, PASSWORD, "email", "Root@Shop.example").statusCode())
        .isEqualTo(303);
    assertThat(browser.get("/console/users").body()).contains("root@shop.example");
    assertThat(TestApi.await(api.people.people().users().list()))
        .singleElement()
        .extracting(User::roles)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.COLLECTION)
        .containsExactlyInAnyOrder((Object[]) Role.values());
    for (var used : new String[] {token, other}) {
      assertThat(new Browser(api.port()).get("/console/invitation?token=" + used).statusCode())
          .isEqualTo(404);
    }
    assertThat(TestApi.await(api.people.people().invitations().firstLink())).isEmpty();
  }

  @Test
  void it_works_on_this_machine_only() {
    var path = "/console/invitation?token=" + link();
    var browser = new Browser(api.port());
    assertThat(browser.get(path, "X-Forwarded-For", "203.0.113.9").statusCode()).isEqualTo(403);
    assertThat(browser.get(path, "Forwarded", "for=203.0.113.9").statusCode()).isEqualTo(403);
    assertThat(browser.get(path).statusCode()).isEqualTo(200);
    api.now = TestApi.NOW.plus(Duration.ofDays(1));
    assertThat(browser.get(path).statusCode()).isEqualTo(404);
  }
}
