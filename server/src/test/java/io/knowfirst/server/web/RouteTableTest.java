package io.knowfirst.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.model.Actor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every route, asked for by everybody: by each kind of key, each role, an ended session and nobody.
 * What is allowed is written down here once more, apart from the server's own table.
 */
class RouteTableTest {
  private static final String PASSWORD = "several words in a row";
  private static final String EVERYONE =
      "nobody expired site secret admin " + "reader author approver operator privacy";
  private static final String READERS = "secret admin reader author approver operator privacy";

  /** Who may use what; the routes of tracking libraries are one line. */
  private static final Map<String, String> MAY = new TreeMap<>();

  static {
    may(
        "site secret admin",
        "POST /v1/decisions",
        "POST /v1/events",
        "POST /v1/visitors/reset",
        "POST /ofrep/v1/evaluate/flags",
        "POST /ofrep/v1/evaluate/flags/:key",
        "GET /ofrep/v1/stream",
        "POST /v1/batch",
        "POST /v1/b",
        "POST /v1/import",
        "POST " + Target.IMPORT,
        "POST /v1/track",
        "POST /v1/page",
        "POST /v1/screen",
        "POST /v1/identify",
        "POST /v1/group",
        "POST /v1/alias",
        "POST /v1/t",
        "POST /v1/p",
        "POST /v1/s",
        "POST /v1/i",
        "POST /v1/g",
        "POST /v1/a");
    may(
        "secret admin",
        "PUT /v1/catalogue",
        "POST /v1/stock",
        "POST /v1/feeds/:feed",
        "POST /v1/visitors/token");
    may(
        "secret admin privacy",
        "GET /v1/decisions/:id",
        "GET /v1/visitors/:id",
        "GET /v1/visitors/:id/export",
        "POST /v1/visitors/:id/ids",
        "DELETE /v1/visitors/:id/ids/:other");
    may("site", "GET /v1/me", "GET /v1/me/export", "DELETE /v1/me");
    may("admin privacy", "DELETE /v1/visitors/:id");
    may(
        "secret admin operator",
        "DELETE /v1/catalogue/:id",
        "POST /v1/audiences/:segment/decisions");
    may(
        "secret admin author approver",
        "POST /v1/previews",
        "POST /v1/simulate",
        "POST /v1/experiments/:id/graduate",
        "POST /v1/experiments/:id/share");
    may(
        "admin author approver",
        "POST /v1/rulesets/check",
        "POST /v1/replay",
        "PUT /v1/experiments/:id",
        "POST /v1/experiments/:id/notes",
        "DELETE /v1/experiments/:id/notes/:number",
        "POST /v1/drafts",
        "DELETE /v1/drafts/:id",
        "PUT /v1/drafts/:id/zip",
        "POST /v1/drafts/:id/rename",
        "PUT /v1/drafts/:id/files/*",
        "DELETE /v1/drafts/:id/files/*",
        "POST /v1/drafts/:id/check",
        "POST /v1/drafts/:id/test",
        "POST /v1/drafts/:id/replay",
        "POST /v1/drafts/:id/simulate",
        "POST /v1/drafts/:id/reach",
        "POST /v1/drafts/:id/rebase",
        "POST /v1/drafts/:id/submit",
        "POST /v1/drafts/:id/withdraw");
    may(
        "admin approver",
        "POST /v1/rulesets",
        "POST /v1/rulesets/:hash/approve",
        "POST /v1/experiments/:id/:step",
        "POST /v1/drafts/:id/approve",
        "POST /v1/drafts/:id/reject",
        "POST /v1/drafts/:id/publish",
        "POST /v1/drafts/:id/schedule",
        "POST /v1/drafts/:id/cancel");
    may(
        "admin operator",
        "GET /v1/webhooks",
        "POST /v1/webhooks",
        "DELETE /v1/webhooks/:id",
        "POST /v1/webhooks/:id/rotate",
        "POST /v1/webhooks/:id/test",
        "GET /v1/webhooks/:id/messages",
        "POST /v1/webhooks/:id/replay");
    may("admin approver operator", "POST /v1/rulesets/:hash/rollback");
    may(
        "admin reader author approver operator privacy",
        "GET /v1/rulesets",
        "GET /v1/rulesets/diff",
        "GET /v1/rulesets/:hash",
        "GET /v1/sentences",
        "GET /v1/drafts",
        "GET /v1/drafts/:id",
        "GET /v1/drafts/:id/zip",
        "GET /v1/drafts/:id/files/*",
        "GET /v1/drafts/:id/sentences",
        "GET /v1/drafts/:id/replay",
        "GET /v1/drafts/:id/diff",
        "GET /v1/drafts/:id/reach");
    may(
        READERS,
        "POST /mcp",
        "GET /mcp",
        "GET /v1/vocabulary",
        "GET /v1/audiences/:segment",
        "GET /v1/catalogue/:id",
        "GET /v1/health/data",
        "GET /v1/rules",
        "GET /v1/experiments",
        "GET /v1/experiments/:id",
        "GET /v1/experiments/:id/report",
        "GET /v1/ledger",
        "GET /v1/pressure",
        "GET /v1/ignorance",
        "GET /v1/logins",
        "GET /v1/outcomes",
        "GET /v1/plan",
        "GET /v1/programme",
        "GET /reports",
        "GET /reports/ledger",
        "GET /reports/ledger.csv",
        "GET /reports/pressure",
        "GET /reports/pressure.csv",
        "GET /reports/plan",
        "GET /reports/plan.csv",
        "GET /reports/programme",
        "GET /reports/programme.csv",
        "GET /v1/campaigns/:campaign/report",
        "GET /reports/campaigns/:campaign",
        "GET /reports/campaigns/:campaign/report.csv",
        "GET /reports/:id");
    may(
        "admin operator",
        "GET /metrics",
        "GET /v1/users",
        "POST /v1/users",
        "PUT /v1/users/:id",
        "POST /v1/users/:id/link",
        "GET /v1/keys",
        "POST /v1/keys",
        "PUT /v1/keys/:id",
        "DELETE /v1/keys/:id");
    may("admin operator privacy", "GET /v1/audit");
    may(
        "reader author approver operator privacy",
        "GET /v1/session",
        "GET /console/home",
        "GET /console/drafts",
        "POST /console/drafts",
        "GET /console/draft",
        "POST /console/draft",
        "GET /console/placements",
        "POST /console/placements",
        "GET /console/campaigns",
        "GET /console/campaign",
        "POST /console/campaign",
        "GET /console/segments",
        "GET /console/sentences",
        "POST /console/sentences",
        "GET /console/contents",
        "GET /console/experiments",
        "POST /console/experiments",
        "GET /console/experiment",
        "POST /console/experiment",
        "GET /console/results",
        "POST /console/results",
        "GET /console/logins",
        "GET /console/code",
        "POST /console/code",
        "GET /console/content",
        "POST /console/content",
        "POST /console/sign-out",
        "POST /console/sign-out-everywhere");
    may(
        "operator",
        "GET /console/users",
        "POST /console/users",
        "GET /console/keys",
        "POST /console/keys",
        "GET /console/operate",
        "POST /console/operate");
    may("operator privacy", "GET /console/audit");
    may("privacy", "GET /console/visitors", "POST /console/visitors");
    may("author approver", "GET /console/preview", "POST /console/preview");
    may(
        EVERYONE,
        "GET /client/:file",
        "GET /demo",
        "GET /demo/:page",
        "GET /openapi.yaml",
        "GET /llms.txt",
        "GET /console/editor.js",
        "GET /console/icon.svg",
        "GET /favicon.ico",
        "GET /.well-known/gpc.json",
        "GET /health/live",
        "GET /health/ready",
        "GET /shared/:token",
        "GET /console",
        "GET /console/style.css",
        "GET /console/provider",
        "GET /console/callback",
        "GET /console/sign-in",
        "POST /console/sign-in",
        "GET /console/invitation",
        "POST /console/invitation");
  }

  private static TestApi api;
  private static final Map<String, List<String>> CALLERS = new TreeMap<>();
  private final HttpClient client = HttpClient.newHttpClient();

  private static void may(String who, String... routes) {
    for (var route : routes) {
      assertThat(MAY.put(route, who)).as(route).isNull();
    }
  }

  @BeforeAll
  static void start() {
    api = TestApi.start();
    CALLERS.put("nobody", List.of());
    CALLERS.put("site", List.of("X-API-Key", api.site));
    CALLERS.put("secret", List.of("X-API-Key", api.secret));
    CALLERS.put("admin", List.of("X-API-Key", api.admin));
    var before = api.now;
    api.now = before.minus(Duration.ofHours(13));
    CALLERS.put("expired", signedIn("late", EnumSet.allOf(Role.class)));
    api.now = before;
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  private static List<String> signedIn(String name, Set<Role> roles) {
    var email = name + "@shop.example";
    var users = api.people.people().users();
    var known =
        TestApi.await(users.list()).stream().filter(user -> user.email().equals(email)).findFirst();
    var made =
        TestApi.await(
            known
                .map(user -> users.link(user.id(), Actor.itself("test")))
                .orElseGet(() -> users.invite(email, roles, Actor.itself("test"))));
    var joined =
        TestApi.await(api.people.people().signIn().join(made.token(), "", "", PASSWORD, "test"));
    var who = TestApi.await(api.people.people().sessions().find(joined.session())).orElseThrow();
    return List.of(
        "Cookie",
        "kf_session=" + joined.session(),
        "X-CSRF-Token",
        api.people.people().formToken(who));
  }

  @Test
  void every_route_has_its_line_and_every_line_its_route() {
    assertThat(routes()).isEqualTo(MAY.keySet());
  }

  private static Set<String> routes() {
    return api.routes().stream()
        .map(route -> route.method() + " " + route.path())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void a_route_lets_in_whom_its_line_names_and_nobody_else() throws Exception {
    var wrong = new TreeSet<String>();
    for (var role : Role.values()) {
      CALLERS.put(role.word(), signedIn(role.word(), EnumSet.of(role)));
    }
    for (var route : MAY.entrySet()) {
      for (var who : List.copyOf(CALLERS.keySet())) {
        boolean may = Arrays.asList(route.getValue().split(" ")).contains(who);
        var answer = ask(route.getKey(), CALLERS.get(who));
        if (isLetIn(route.getKey(), answer) != may || !isWell(route.getKey(), answer)) {
          wrong.add(
              "%s as %s: %d %s%s"
                  .formatted(
                      route.getKey(),
                      who,
                      answer.statusCode(),
                      answer.headers().firstValue("Location").orElse(""),
                      answer.headers().firstValue("Content-Type").orElse("")));
        }
        if (route.getKey().contains("sign-out")) {
          CALLERS.put(who, renewed(who));
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static List<String> renewed(String who) {
    return Role.of(who)
        .map(role -> signedIn(role.word(), EnumSet.of(role)))
        .orElseGet(() -> CALLERS.get(who));
  }

  /** A form without its token gets no further than the token, which only those come to see. */
  private static boolean isLetIn(String route, HttpResponse<?> answer) {
    var location = answer.headers().firstValue("Location").orElse("");
    boolean ledToSignIn = location.contains("sign-in?next");
    boolean needsToken =
        route.startsWith("POST /console") && String.valueOf(answer.body()).contains("csrf");
    boolean refused = answer.statusCode() == 401 || answer.statusCode() == 403;
    return !ledToSignIn && (!refused || needsToken);
  }

  private static boolean isWell(String route, HttpResponse<?> answer) {
    var type = answer.headers().firstValue("Content-Type").orElse("");
    boolean api =
        !route.contains("/console")
            && answer.statusCode() >= 400
            && answer.statusCode() != 405; // Clients of agents expect no more than the status.
    return answer.statusCode() < 500
        && (!api
            || type.equals("application/problem+json")
            || (route.contains("/ofrep/") && type.equals("application/json")));
  }

  private HttpResponse<String> ask(String route, List<String> headers) throws Exception {
    var method = route.split(" ", 2)[0];
    var path =
        route.split(" ", 2)[1].replaceAll(":(id|hash|key|other|step|number|token|file|page)", "x");
    if (path.equals("/ofrep/v1/stream")) {
      method = "HEAD"; // The stream itself does not end.
    }
    boolean form = path.startsWith("/console");
    var request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + api.port() + path))
            .header("Content-Type", form ? "application/x-www-form-urlencoded" : "application/json")
            .method(
                method,
                method.equals("POST") || method.equals("PUT")
                    ? HttpRequest.BodyPublishers.ofString(form ? "a=b" : "{}")
                    : HttpRequest.BodyPublishers.noBody());
    for (int i = 0; i < headers.size(); i += 2) {
      request.header(headers.get(i), headers.get(i + 1));
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
