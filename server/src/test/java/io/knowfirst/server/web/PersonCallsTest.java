package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.people.SignedIn;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do over the API with their sessions. */
class PersonCallsTest {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final String STORED =
      "{\"visitor\":{\"id\":\"%s\"},\"placements\":[\"home-hero\"]}";

  @RegisterExtension static final TestApi API = TestApi.start();

  private record Person(String cookie, String token) {}

  private static Person person(Role... roles) {
    var people = API.people.people();
    var email = "person-" + NUMBER.incrementAndGet() + "@shop.example";
    var made =
        TestApi.await(
            people.users().invite(email, EnumSet.copyOf(List.of(roles)), Actor.itself("test")));
    var session =
        TestApi.await(people.signIn().join(made.token(), "", "", "old clocks in a hall", "test"))
            .session();
    SignedIn who = TestApi.await(people.sessions().find(session)).orElseThrow();
    return new Person("kf_session=" + session, people.formToken(who));
  }

  private static Exchange send(Person who, String method, String path, String body) {
    return API.send(
        method,
        path,
        body,
        "Cookie",
        who.cookie(),
        "X-CSRF-Token",
        who.token(),
        "Content-Type",
        "application/json");
  }

  private static List<String> audited(String visitor) {
    return TestApi.await(
            API.people
                .people()
                .audit()
                .page(new AuditQuery(null, null, visitor, null, null, null, 10)))
        .stream()
        .map(AuditEvent::what)
        .toList();
  }

  @Test
  void a_change_needs_the_token_of_the_session_and_a_page_of_this_server() {
    var operator = person(Role.OPERATOR);
    var other = person(Role.OPERATOR);
    var body = "{\"kind\":\"secret\",\"name\":\"x\"}";
    var json = new String[] {"Cookie", operator.cookie(), "Content-Type", "application/json"};
    assertThat(API.send("POST", "/v1/keys", body, json).json().path("detail").asText())
        .contains("X-CSRF-Token is absent");
    assertThat(
            send(new Person(operator.cookie(), other.token()), "POST", "/v1/keys", body).status())
        .isEqualTo(403);
    assertThat(
            API.send(
                    "GET",
                    "/v1/keys",
                    "",
                    "Cookie",
                    operator.cookie(),
                    "Sec-Fetch-Site",
                    "same-site")
                .status())
        .isEqualTo(403);
    assertThat(send(operator, "POST", "/v1/keys", body).status()).isEqualTo(201);
  }

  @Test
  void an_author_defines_experiments_and_starts_or_changes_none_that_visitors_see() {
    var author = person(Role.AUTHOR);
    var approver = person(Role.APPROVER);
    var draft =
        """
        {"placement":"recommendations","owner":"me","variations":[
          {"id":"list","content":"list","weight":5000},{"id":"grid","content":"grid","weight":5000}]}""";
    var running = draft.replace("{\"placement", "{\"running\":true,\"placement");
    assertThat(send(author, "PUT", "/v1/experiments/another", draft).status()).isEqualTo(200);
    assertThat(
            send(author, "PUT", "/v1/experiments/another", running).json().path("detail").asText())
        .contains("running is true");
    assertThat(send(author, "PUT", "/v1/experiments/layout", draft).json().path("detail").asText())
        .contains("has started");
    assertThat(send(author, "POST", "/v1/experiments/layout/pause", "").status()).isEqualTo(403);
    assertThat(send(approver, "PUT", "/v1/experiments/layout", running).status()).isEqualTo(200);
    assertThat(send(approver, "POST", "/v1/experiments/layout/pause", "").status()).isEqualTo(200);
  }

  @Test
  void a_look_up_an_export_an_untying_and_an_erasure_are_in_the_audit_whether_or_not_found() {
    var privacy = person(Role.PRIVACY);
    assertThat(send(privacy, "GET", "/v1/visitors/v-1", "").status()).isEqualTo(200);
    assertThat(send(privacy, "GET", "/v1/visitors/v-1/export", "").status()).isEqualTo(200);
    send(privacy, "DELETE", "/v1/visitors/v-1/ids/d-1", "");
    send(privacy, "DELETE", "/v1/visitors/v-1", "");
    assertThat(audited("v-1"))
        .containsExactly(
            "visitor.erased", "visitor.untied", "visitor.exported", "visitor.looked-up");
    assertThat(send(privacy, "GET", "/v1/visitors/v-2", "").status()).isEqualTo(404);
    assertThat(audited("v-2")).containsExactly("visitor.looked-up");
  }

  @Test
  void a_stored_visitor_is_simulated_only_with_the_role_privacy_and_audited() {
    var author = person(Role.AUTHOR);
    var both = person(Role.AUTHOR, Role.PRIVACY);
    var body = STORED.formatted("v-7");
    assertThat(send(author, "POST", "/v1/simulate", body).json().path("detail").asText())
        .contains("expected none without the role privacy");
    assertThat(send(author, "POST", "/v1/previews", "{\"visitor\":{\"id\":\"v-7\"}}").status())
        .isEqualTo(403);
    assertThat(audited("v-7")).isEmpty();
    assertThat(send(both, "POST", "/v1/simulate", body).status()).isEqualTo(200);
    assertThat(audited("v-7")).containsExactly("visitor.simulated");
    var described = "{\"visitor\":{\"traits\":{\"age\":22}},\"placements\":[\"home-hero\"]}";
    assertThat(send(author, "POST", "/v1/simulate", described).status()).isEqualTo(200);
  }
}
