package io.knowfirst.server.web;

import io.knowfirst.server.people.People;
import io.knowfirst.server.people.SignIn;
import io.knowfirst.server.people.SingleSignOn;
import io.knowfirst.server.wire.Refused;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/** Leads people to a provider of single sign-on and takes them back. */
final class ProviderRoutes {
  private static final String CALLBACK = "/console/callback";
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final String HOME =
      "<!DOCTYPE html><title>Knowfirst</title><meta http-equiv=\"refresh\" content=\"0;url=home\">";

  private final People people;
  private final SignInRoutes signIn;
  private final Gate gate;
  private final PersonCookies cookies;

  ProviderRoutes(People people, SignInRoutes signIn, Gate gate, PersonCookies cookies) {
    this.people = people;
    this.signIn = signIn;
    this.gate = gate;
    this.cookies = cookies;
  }

  void begin(RoutingContext context) {
    provider()
        .begin(callback(context.request()))
        .onSuccess(
            begun -> {
              // It must come back from the provider's page, which is another site's.
              cookies.setLax(context, PersonCookies.PROVIDER, begun.state(), VALID);
              ConsoleAnswers.lead(context, begun.address());
            })
        .onFailure(failure -> failed(context));
  }

  void finish(RoutingContext context) {
    var query = ConsoleAnswers.query(context);
    var kept = cookies.get(context.request(), PersonCookies.PROVIDER);
    cookies.clear(context, PersonCookies.PROVIDER);
    provider()
        .finish(
            ConsoleAnswers.first(query, "code"),
            ConsoleAnswers.first(query, "state"),
            kept == null ? "" : kept,
            callback(context.request()),
            gate.source(context))
        .onSuccess(
            result -> {
              if (result.outcome() != SignIn.Outcome.DONE) {
                failed(context);
                return;
              }
              // A redirect would still count as the other site's, and leave the session's cookie
              // out.
              signIn
                  .enter(context, result)
                  .onSuccess(done -> ConsoleAnswers.page(context, 200, HOME))
                  .onFailure(context::fail);
            })
        .onFailure(context::fail);
  }

  private static void failed(RoutingContext context) {
    ConsoleAnswers.lead(context, "sign-in?done=provider");
  }

  private SingleSignOn provider() {
    return people.provider().orElseThrow(() -> new Refused(Target.NOWHERE));
  }

  private String callback(HttpServerRequest request) {
    return (cookies.overTls(request) ? "https://" : "http://") + request.authority() + CALLBACK;
  }
}
