package io.knowfirst.server.web;

import io.knowfirst.server.console.Console;
import io.knowfirst.server.console.InvitationForm;
import io.knowfirst.server.console.SignInForm;
import io.knowfirst.server.people.People;
import io.knowfirst.server.people.SignIn;
import io.knowfirst.server.people.SignedIn;
import io.knowfirst.server.people.SingleSignOn;
import io.knowfirst.server.people.User;
import io.knowfirst.server.people.UserRefused;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signs people in and out, and takes them in who were invited. */
final class SignInRoutes {
  private static final String HOME = "console/home";

  /** A page of this server, seen from its root: without an empty segment, dots or a host. */
  private static final Pattern NEXT =
      Pattern.compile(
          "(?:reports|console)"
              + "(?:/(?!(?:\\.|%2[eE]){1,2}(?:[/?]|$))(?:[\\w.~:@!$'()*+,;=-]|%(?!2[fF]|5[cC])[\\dA-Fa-f]{2}){1,200}){0,5}"
              + "(?:\\?(?:[\\w.~:@!$'()*+,;=&/?-]|%[\\dA-Fa-f]{2}){0,2000})?");

  private static final Duration KNOWN = Duration.ofDays(365);
  static final String AGAIN =
      "<!DOCTYPE html><title>Knowfirst</title><meta http-equiv=\"refresh\" content=\"0\">";

  private final People people;
  private final Console console;
  private final Gate gate;
  private final ConsoleAnswers answers;
  private final PersonCookies cookies;
  private final Clients clients;

  SignInRoutes(
      People people,
      Console console,
      Gate gate,
      ConsoleAnswers answers,
      PersonCookies cookies,
      Clients clients) {
    this.people = people;
    this.console = console;
    this.gate = gate;
    this.answers = answers;
    this.cookies = cookies;
    this.clients = clients;
  }

  /**
   * Leads whoever is not signed in to where they can. Behind a link of another site a browser holds
   * back the cookie of a session: then it is asked to come once more by itself.
   */
  static void lead(RoutingContext context) {
    var request = context.request();
    if (request.method().equals(HttpMethod.GET)
        && "cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
      ConsoleAnswers.page(context, 200, AGAIN);
      return;
    }
    boolean get = request.method().equals(HttpMethod.GET);
    var here = get ? request.uri().substring(1) : String.valueOf(request.path()).substring(1);
    var next = NEXT.matcher(here).matches() ? here : HOME;
    ConsoleAnswers.lead(
        context,
        ConsoleAnswers.root(context)
            + "console/sign-in?next="
            + URLEncoder.encode(next, StandardCharsets.UTF_8));
  }

  void form(RoutingContext context) {
    var query = ConsoleAnswers.query(context);
    var done = ConsoleAnswers.first(query, "done");
    show(context, 200, "", next(query), done.isEmpty() ? null : done);
  }

  private static String next(Map<String, List<String>> fields) {
    var next = ConsoleAnswers.first(fields, "next");
    return NEXT.matcher(next).matches() ? next : HOME;
  }

  private void show(
      RoutingContext context, int status, String email, String next, @Nullable String notice) {
    var model = new SignInForm(email, next, people.provider().map(SingleSignOn::name).orElse(null));
    var html =
        console.open("sign-in", model, "../", token(context), notice, answers.locale(context));
    ConsoleAnswers.page(context, status, html);
  }

  /** Ties the form to this browser, which nobody is signed in with yet. */
  private String token(RoutingContext context) {
    var kept = cookies.get(context.request(), PersonCookies.FORM);
    var browser = kept == null ? people.access().newSession() : kept;
    cookies.set(context, PersonCookies.FORM, browser);
    return people.access().signForm(browser);
  }

  private boolean isOfThisBrowser(RoutingContext context, Map<String, List<String>> fields) {
    var browser = cookies.get(context.request(), PersonCookies.FORM);
    return browser != null
        && !Presented.isOfAnotherSite(context.request())
        && people.access().isForm(ConsoleAnswers.first(fields, "csrf"), browser);
  }

  void signIn(RoutingContext context) {
    ConsoleAnswers.form(context)
        .compose(
            fields -> {
              var email = ConsoleAnswers.first(fields, "email");
              if (!isOfThisBrowser(context, fields)) {
                show(context, 403, email, next(fields), "expired");
                return Future.succeededFuture();
              }
              var device = cookies.get(context.request(), PersonCookies.DEVICE);
              return people
                  .signIn()
                  .withPassword(
                      email, ConsoleAnswers.first(fields, "password"), gate.source(context), device)
                  .compose(result -> answer(context, result, email, next(fields)));
            })
        .onFailure(context::fail);
  }

  private Future<Void> answer(
      RoutingContext context, SignIn.Result result, String email, String next) {
    switch (result.outcome()) {
      case WRONG -> show(context, 401, email, next, "wrong");
      case THROTTLED -> show(context, 429, email, next, "throttled");
      case DONE -> {
        return enter(context, result).onSuccess(done -> ConsoleAnswers.lead(context, "../" + next));
      }
    }
    return Future.succeededFuture();
  }

  /** The browser gets a session of its own; one that it had before ends. */
  Future<Void> enter(RoutingContext context, SignIn.Result result) {
    var before = cookies.get(context.request(), PersonCookies.SESSION);
    cookies.set(context, PersonCookies.SESSION, result.session());
    cookies.set(context, PersonCookies.DEVICE, result.device(), KNOWN);
    cookies.clear(context, PersonCookies.FORM);
    return before == null ? Future.succeededFuture() : people.signIn().replaced(before);
  }

  void signOut(RoutingContext context) {
    var cookie = String.valueOf(cookies.get(context.request(), PersonCookies.SESSION));
    out(context, people.signIn()::out, cookie);
  }

  void signOutEverywhere(RoutingContext context) {
    out(context, (who, cookie, source) -> people.signIn().outEverywhere(who, source), "");
  }

  private interface Out {
    Future<Void> out(SignedIn who, String cookie, String source);
  }

  private void out(RoutingContext context, Out out, String cookie) {
    var who = Objects.requireNonNull(Gate.signedIn(context));
    ConsoleAnswers.form(context)
        .compose(
            fields -> {
              ConsoleRoutes.check(people, context, fields);
              return out.out(who, cookie, gate.source(context));
            })
        .onSuccess(
            done -> {
              cookies.clear(context, PersonCookies.SESSION);
              ConsoleAnswers.lead(context, "sign-in?done=signed-out");
            })
        .onFailure(context::fail);
  }

  void invitation(RoutingContext context) {
    var token = ConsoleAnswers.first(ConsoleAnswers.query(context), "token");
    invited(context, token)
        .onSuccess(user -> show(context, 200, form(token, user, "", "", "")))
        .onFailure(context::fail);
  }

  private Future<Optional<User>> invited(RoutingContext context, String token) {
    return people
        .invitations()
        .invited(token)
        .map(
            user -> {
              if (user.isEmpty() && !clients.isLocal(context.request())) {
                throw new Refused(
                    Problem.forbidden(
                        "The link for the first administrator was opened from another machine, expected the server's own. Maybe run 'knowfirst users invite' there."));
              }
              return user;
            });
  }

  private static InvitationForm form(
      String token, Optional<User> user, String email, String name, String problem) {
    return new InvitationForm(
        token, user.map(User::email).orElse(email), name, problem, user.isEmpty());
  }

  private void show(RoutingContext context, int status, InvitationForm form) {
    ConsoleAnswers.page(
        context,
        status,
        console.open("invitation", form, "../", token(context), null, answers.locale(context)));
  }

  void join(RoutingContext context) {
    ConsoleAnswers.form(context)
        .compose(
            fields -> {
              var token = ConsoleAnswers.first(fields, "token");
              return invited(context, token).compose(user -> join(context, fields, token, user));
            })
        .onFailure(context::fail);
  }

  private Future<Void> join(
      RoutingContext context, Map<String, List<String>> fields, String token, Optional<User> user) {
    var email = ConsoleAnswers.first(fields, "email");
    var name = ConsoleAnswers.first(fields, "name");
    if (!isOfThisBrowser(context, fields)) {
      var problem = "The form has expired. Send it again.";
      show(context, 403, form(token, user, email, name, problem));
      return Future.succeededFuture();
    }
    return people
        .signIn()
        .join(token, email, name, ConsoleAnswers.first(fields, "password"), gate.source(context))
        .compose(result -> enter(context, result))
        .onSuccess(done -> ConsoleAnswers.lead(context, "home"))
        .recover(
            failure -> {
              if (failure instanceof UserRefused refused
                  && refused.why() == UserRefused.Why.INVALID) {
                show(context, 400, form(token, user, email, name, refused.reason()));
                return Future.succeededFuture();
              }
              return Future.failedFuture(failure);
            });
  }
}
