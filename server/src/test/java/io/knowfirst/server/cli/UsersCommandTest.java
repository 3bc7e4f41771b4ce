package io.knowfirst.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.store.postgres.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsersCommandTest {
  private final String postgres = TestDatabase.url();

  private record Done(int code, String out, String err) {}

  private Done run(String... words) {
    var args = new ArrayList<>(List.of(words));
    args.addAll(List.of("--postgres", postgres));
    var out = System.out;
    var err = System.err;
    var told = new ByteArrayOutputStream();
    var failed = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(told, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(failed, true, StandardCharsets.UTF_8));
      int code = CommandLines.run(args.toArray(String[]::new), Map.of());
      return new Done(
          code, told.toString(StandardCharsets.UTF_8), failed.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  @Test
  void invites_lists_changes_disables_and_enables() {
    var invited =
        run(
            "users",
            "invite",
            "Ann@shop.example",
            "--role",
            "author,reader",
            "--address",
            "https://kf.shop.example/");
    assertThat(invited.code()).isZero();
    assertThat(invited.out())
        .contains("link for ann@shop.example")
        .containsPattern("https://kf\\.shop\\.example/console/invitation\\?token=[\\w-]{43}");
    assertThat(run("users", "list").out())
        .contains("ann@shop.example", "invited", "reader, author");
    assertThat(run("users", "roles", "ann@shop.example", "approver").out())
        .contains("ann@shop.example: approver");
    assertThat(run("users", "disable", "ann@shop.example").out()).contains("disabled");
    assertThat(run("users", "list").out()).contains("disabled");
    assertThat(run("users", "enable", "ann@shop.example").out()).doesNotContain("disabled");
    assertThat(run("users", "link", "ann@shop.example").out()).contains("http://localhost:8080/");
  }

  @Test
  void tells_what_is_wrong() {
    run("users", "invite", "ann@shop.example", "--role", "reader");
    var twice = run("users", "invite", "ann@shop.example", "--role", "reader");
    assertThat(twice.code()).isEqualTo(1);
    assertThat(twice.err()).contains("A user has the address ann@shop.example already. Maybe");
    assertThat(run("users", "invite", "ann", "--role", "reader").err())
        .contains("email is \"ann\", expected an address");
    assertThat(run("users", "disable", "ben@shop.example").err()).contains("Maybe users list");
    assertThat(run("users", "invite", "ben@shop.example", "--role", "boss").code()).isEqualTo(2);
  }

  @Test
  void a_key_is_listed_with_its_owner() {
    run("keys", "create", "--kind", "admin", "--name", "deploy", "--owner", "Ann+ci@shop.example");
    assertThat(run("keys", "list").out()).contains("ann@shop.example", "deploy", "never");
  }
}
