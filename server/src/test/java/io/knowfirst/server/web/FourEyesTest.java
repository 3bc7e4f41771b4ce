package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Caller;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.access.WantedKey;
import io.knowfirst.server.audit.AuditEvent;
import io.knowfirst.server.audit.AuditQuery;
import io.knowfirst.server.model.Actor;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Four eyes are those of two people, whatever keys and accounts these have. */
class FourEyesTest {
  private static final Actor TEST = Actor.itself("test");
  private static int zone;

  @RegisterExtension static final TestApi API = TestApi.start();

  @BeforeEach
  void needTwo() {
    API.rulesets = API.fourEyes;
  }

  private static String key(String owner) {
    var person = Caller.personOf(owner);
    var made =
        TestApi.await(
            API.people
                .people()
                .keys()
                .make(
                    new WantedKey(
                        KeyKind.ADMIN, "key of " + owner, List.of(), List.of(), person, null),
                    TEST));
    TestApi.await(API.access.refresh());
    return made.text();
  }

  /** The path by which a version is approved that was published with this key. */
  private static String published(String key) {
    var files =
        "{\"shop.yaml\":\"timezone: Etc/GMT+%d\\ncurrency: EUR\\n\",\"placements.yaml\":\"[]\"}"
            .formatted(++zone);
    var answer = API.post("/v1/rulesets", key, "{\"message\":\"m\",\"files\":" + files + "}");
    assertThat(answer.status()).isEqualTo(202);
    return "/v1/rulesets/" + answer.json().path("hash").asText() + "/approve";
  }

  @Test
  void two_keys_of_one_person_are_one() {
    var approve = published(key("ann@shop.example"));
    for (var same : List.of("ann@shop.example", "ANN@shop.example", "Ann+second@shop.example")) {
      var refused = API.post(approve, key(same), "");
      assertThat(refused.status()).as(same).isEqualTo(403);
      assertThat(refused.json().path("detail").asText())
          .contains("ann@shop.example published the version");
    }
    assertThat(API.post(approve, key("ben@shop.example"), "").status()).isEqualTo(201);
  }

  @Test
  void a_key_and_the_account_of_one_person_are_one() {
    var approve = published(key("cat@shop.example"));
    assertThat(asUser("cat@shop.example", approve)).isEqualTo(403);
    assertThat(asUser("dan@shop.example", approve)).isEqualTo(201);
  }

  private static int asUser(String email, String approve) {
    var people = API.people.people();
    var made = TestApi.await(people.users().invite(email, EnumSet.of(Role.APPROVER), TEST));
    var session =
        TestApi.await(people.signIn().join(made.token(), "", "", "seven small stones", "test"))
            .session();
    var who = TestApi.await(people.sessions().find(session)).orElseThrow();
    return API.send(
            "POST",
            approve,
            "",
            "Cookie",
            "kf_session=" + session,
            "X-CSRF-Token",
            people.formToken(who))
        .status();
  }

  @Test
  void a_key_that_somebody_makes_for_themselves_is_theirs() {
    var own = key("eve@shop.example");
    var approve = published(own);
    var made = API.post("/v1/keys", own, "{\"kind\":\"admin\",\"name\":\"another\"}");
    TestApi.await(API.access.refresh());
    assertThat(API.post(approve, made.json().path("key").asText(), "").status()).isEqualTo(403);

    var ownerless = published(API.admin);
    var fromOwnerless = API.post("/v1/keys", API.admin, "{\"kind\":\"admin\",\"name\":\"third\"}");
    TestApi.await(API.access.refresh());
    assertThat(API.post(ownerless, fromOwnerless.json().path("key").asText(), "").status())
        .isEqualTo(403);
  }

  @Test
  void keys_without_owners_count_each_as_its_own() {
    var approve = published(API.admin);
    assertThat(API.post(approve, API.admin, "").status()).isEqualTo(403);
    assertThat(API.post(approve, API.otherAdmin, "").status()).isEqualTo(201);
  }

  @Test
  void proposal_refusal_and_approval_are_in_the_audit_with_hashes_and_where_they_came_from() {
    var approve = published(key("fay@shop.example"));
    API.post(approve, key("fay@shop.example"), "");
    API.post(approve, key("gus@shop.example"), "");
    var hash = approve.split("/", -1)[3];
    var events =
        TestApi.await(
            API.people
                .people()
                .audit()
                .page(new AuditQuery(null, "rules", "rules " + hash, null, null, null, 10)));
    assertThat(events)
        .extracting(AuditEvent::what)
        .containsExactly("rules.approved", "rules.refused", "rules.proposed");
    assertThat(events)
        .extracting(event -> event.actor().person())
        .containsExactly("gus@shop.example", "fay@shop.example", "fay@shop.example");
    assertThat(events).extracting(event -> event.actor().source()).containsOnly("127.0.0.1");
    assertThat(events.get(0).after()).isEqualTo(hash);
    assertThat(events.get(0).before()).isNotEqualTo(hash).hasSize(64);
    assertThat(events.get(2).after()).as("not live yet").isNull();
  }
}
