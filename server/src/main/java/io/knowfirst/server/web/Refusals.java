package io.knowfirst.server.web;

import io.knowfirst.rules.folder.RuleFolderException;
import io.knowfirst.server.console.Console;
import io.knowfirst.server.decide.assignment.Refusal;
import io.knowfirst.server.people.UserRefused;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.knowfirst.server.rulesets.versions.BadArchiveException;
import io.knowfirst.server.rulesets.versions.RulesetRefused;
import io.knowfirst.server.store.postgres.StoreUnavailable;
import io.knowfirst.server.wire.Fault;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ended a request early into a problem, and counts it. */
final class Refusals implements Handler<RoutingContext> {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final String RETRY_SECONDS = "1";
  private static final Pattern OF_PAGES = Pattern.compile("/(?:console|reports|shared)(?:/.*)?");

  private static final int DEEPEST = "../../../".length();

  private final Map<String, String> overloaded = new ConcurrentHashMap<>();
  private final MeterRegistry metrics;
  private final Console console;
  private final ConsoleAnswers answers;

  Refusals(MeterRegistry metrics, Console console, ConsoleAnswers answers) {
    this.metrics = metrics;
    this.console = console;
    this.answers = answers;
  }

  /**
   * Answers that more is asked for than can be answered: a page as people read them where they
   * asked for one, made once for each language and depth, as there is no time to make it now.
   */
  void overloaded(RoutingContext context) {
    var problem = Problem.overloaded();
    var root = ConsoleAnswers.root(context);
    if (isOfPeople(context) && wantsPage(context) && root.length() <= DEEPEST) {
      count(context.request(), problem);
      var locale = answers.locale(context);
      var html =
          overloaded.computeIfAbsent(
              locale.getLanguage() + root,
              made -> console.refusal(problem.status(), problem.detail(), root, locale));
      ConsoleAnswers.page(context, problem.status(), html);
    } else {
      answer(context.request(), problem);
    }
  }

  @Override
  public void handle(RoutingContext context) {
    if (context.response().closed() || isGone(context)) {
      return;
    }
    var problem = problem(context);
    if (isOfPeople(context) && wantsPage(context) && !context.response().headWritten()) {
      count(context.request(), problem);
      var html =
          console.refusal(
              problem.status(),
              problem.detail(),
              ConsoleAnswers.root(context),
              answers.locale(context));
      ConsoleAnswers.page(context, problem.status(), html);
    } else {
      answer(context.request(), problem);
    }
  }

  /** Whether it is for a page, or at an address where only pages are. */
  private static boolean isOfPeople(RoutingContext context) {
    var path = String.valueOf(context.request().path());
    return Gate.isPage(context) || OF_PAGES.matcher(path).matches();
  }

  private static boolean wantsPage(RoutingContext context) {
    var accept = context.request().getHeader(HttpHeaders.ACCEPT);
    return accept != null && accept.contains("text/html");
  }

  /** Whether the client closed the connection while its answer was being written. */
  private static boolean isGone(RoutingContext context) {
    return context.response().headWritten()
        && (context.failure() instanceof IOException
            || context.failure() instanceof HttpClosedException);
  }

  /** Answers what is no HTTP that the server understands; the connection is of no more use. */
  void malformed(HttpServerRequest request) {
    var cause = request.decoderResult().cause();
    var problem = Problem.badRequest("The request is not HTTP/1.1 as RFC 9112 defines it.");
    if (cause instanceof TooLongHttpLineException) {
      problem = new Problem(414, "uri-too-long", "URI too long", "The URI is too long.");
    } else if (cause instanceof TooLongHttpHeaderException) {
      problem =
          new Problem(
              431,
              "headers-too-large",
              "Request header fields too large",
              "The headers have more than 16384 bytes.");
    }
    Answers.secure(request.response());
    request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    answer(request, problem);
  }

  void answer(HttpServerRequest request, Problem problem) {
    count(request, problem);
    Answers.problem(request, problem);
  }

  private void count(HttpServerRequest request, Problem problem) {
    Counter.builder("knowfirst.http.problems")
        .description("Requests that were refused or failed, by problem type")
        .tag("type", problem.type())
        .register(metrics)
        .increment();
    var response = request.response();
    if ((problem.status() == 503 || problem.status() == 429)
        && !response.headWritten()
        && !response.headers().contains(HttpHeaders.RETRY_AFTER)) {
      response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
    }
  }

  private static Problem problem(RoutingContext context) {
    var known = known(context.failure());
    if (known != null) {
      return known;
    }
    int status = context.statusCode();
    if (status == 404) {
      return Problem.notFound("There is nothing at this path.");
    }
    return status >= 400 && status < 500
        ? Problem.badRequest("The request cannot be understood.")
        : failed(context, context.failure());
  }

  /** What a failure says to whoever asked; what it does not say is logged. */
  static Problem problem(RoutingContext context, Throwable failure) {
    var known = known(failure);
    return known == null ? failed(context, failure) : known;
  }

  private static @Nullable Problem known(@Nullable Throwable failure) {
    if (failure instanceof Refused refused) {
      return refused.problem();
    }
    if (failure instanceof StoreUnavailable) {
      return Problem.unavailable(
          "Nothing can be stored at the moment. Send it again in " + RETRY_SECONDS + " s.");
    }
    if (failure instanceof RulesetRefused refused) {
      return RulesetRoutes.problem(refused);
    }
    if (failure instanceof DraftRefused refused) {
      return DraftAnswers.problem(refused);
    }
    if (failure instanceof BadArchiveException bad) {
      return Problem.badRequest("In the files " + bad.getMessage() + ".");
    }
    if (failure instanceof Refusal refusal) {
      return Problem.wrongState(refusal, pointer -> null);
    }
    if (failure instanceof UserRefused refused) {
      return PeopleRoutes.problem(refused);
    }
    if (failure instanceof RuleFolderException wrong) {
      return Problem.body(wrong.findings().stream().map(Fault::of).toList());
    }
    return null;
  }

  private static Problem failed(RoutingContext context, @Nullable Throwable failure) {
    LOG.error(
        "{} {} failed, request {}",
        context.request().method(),
        context.normalizedPath(),
        RequestId.of(context.request()),
        failure);
    return Problem.internal();
  }
}
