package io.knowfirst.server.web;

import io.knowfirst.server.console.Console;
import io.knowfirst.server.console.ConsolePage;
import io.knowfirst.server.console.ConsoleRequest;
import io.knowfirst.server.console.View;
import io.knowfirst.server.people.People;
import io.knowfirst.server.people.SignedIn;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Serves the pages of the console to whoever is signed in. */
final class ConsoleRoutes {
  static final String PATH = "/console";

  /** That of the reports, and what a console needs besides. */
  private static final StaticFile STYLE =
      StaticFile.of(
          text("/io/knowfirst/experiments/report/report.css") + text("/console/console.css"),
          "text/css; charset=utf-8");

  private static final StaticFile ICON = StaticFile.read("/console/icon.svg", "image/svg+xml");

  private static final StaticFile EDITOR =
      StaticFile.read("/console/editor.js", "text/javascript; charset=utf-8");

  private final Console console;
  private final People people;
  private final Gate gate;
  private final ConsoleAnswers answers;
  private final PersonCookies cookies;

  ConsoleRoutes(
      Console console, People people, Gate gate, ConsoleAnswers answers, PersonCookies cookies) {
    this.console = console;
    this.people = people;
    this.gate = gate;
    this.answers = answers;
    this.cookies = cookies;
  }

  private static String text(String path) {
    return StaticFile.read(path, "text/css").text();
  }

  /** Address of the style sheet, from the server's root; it changes with its content. */
  static String styleAddress() {
    return "console/style.css?v=" + STYLE.hash();
  }

  /** Address of the editor, as {@link #styleAddress}. */
  static String editorAddress() {
    return "console/editor.js?v=" + EDITOR.hash();
  }

  void home(RoutingContext context) {
    boolean bare = PATH.equals(context.request().path());
    ConsoleAnswers.lead(context, bare ? "console/home" : "home");
  }

  List<ConsolePage> pages() {
    return console.pages();
  }

  /**
   * What all pages ask for besides, by its path; the icon stands where browsers look for it, too.
   */
  static Map<String, Handler<RoutingContext>> files() {
    return Map.of(
        PATH + "/style.css",
        context -> STYLE.send(context, StaticFile.IMMUTABLE),
        PATH + "/editor.js",
        context -> EDITOR.send(context, StaticFile.IMMUTABLE),
        PATH + "/icon.svg",
        context -> ICON.send(context, StaticFile.FOR_A_DAY),
        "/favicon.ico",
        context -> ICON.send(context, StaticFile.FOR_A_DAY));
  }

  Handler<RoutingContext> show(ConsolePage page) {
    return context -> {
      var visit = visit(context, new SentForm(ConsoleAnswers.query(context), null));
      page.show(visit).compose(view -> render(context, page, view, visit)).onFailure(context::fail);
    };
  }

  Handler<RoutingContext> submit(ConsolePage page) {
    return context ->
        (page.head().takesFiles() ? SentForm.withFile(context) : SentForm.read(context))
            .compose(
                form -> {
                  check(people, context, form.fields());
                  var visit = visit(context, form);
                  return page.submit(visit).compose(view -> render(context, page, view, visit));
                })
            .onFailure(context::fail);
  }

  /**
   * @throws Refused unless this very session was shown the form
   */
  static void check(People people, RoutingContext context, Map<String, List<String>> fields) {
    if (!people.isFormOf(signedIn(context), ConsoleAnswers.first(fields, "csrf"))) {
      throw new Refused(
          Problem.forbidden(
              "csrf is not the token of a form of this session. Maybe open the page again and send the form anew."));
    }
  }

  private Future<Void> render(
      RoutingContext context, ConsolePage page, View view, ConsoleRequest visit) {
    if (view.leadsAway()) {
      ConsoleAnswers.lead(context, view.address(page.name()));
      return Future.succeededFuture();
    }
    return context
        .vertx()
        .executeBlocking(() -> console.render(page, view, visit), false)
        .map(
            html -> {
              if (page.head().isScripted()) {
                ConsoleAnswers.scripted(context, 200, html);
              } else {
                ConsoleAnswers.page(context, 200, html);
              }
              return null;
            });
  }

  private ConsoleRequest visit(RoutingContext context, SentForm form) {
    var request = context.request();
    var authority = request.authority();
    var address = (cookies.overTls(request) ? "https://" : "http://") + authority;
    return new ConsoleRequest(
        signedIn(context),
        gate.actor(context),
        answers.locale(context),
        console.zone(),
        form.fields(),
        form.upload(),
        address);
  }

  private static SignedIn signedIn(RoutingContext context) {
    return Objects.requireNonNull(Gate.signedIn(context));
  }
}
