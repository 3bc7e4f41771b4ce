package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Ids;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.access.SigningSecrets.Listed;
import io.knowfirst.server.people.People;
import io.knowfirst.server.quality.Kind;
import io.knowfirst.server.quality.QualityFinding;
import io.knowfirst.server.webhooks.Webhook;
import io.knowfirst.server.webhooks.Webhooks;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

/** Members, signing secrets, feeds and webhooks; keys and users have pages of their own. */
final class OperatePage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("operate", Role.OPERATOR).withForms();
  private static final int MOST_DAYS = 365;
  private static final Duration BOTH_SECRETS = Duration.ofDays(1);

  private final OperateSources sources;
  private final People people;

  OperatePage(OperateSources sources, People people) {
    this.sources = sources;
    this.people = people;
  }

  /**
   * All that is looked after.
   *
   * @param rejects records of feeds that were refused, the latest first
   * @param others what else was taken in and not understood
   * @param secret of a webhook just made, which is shown this once; empty for none
   * @param problem why something was not done; empty for nothing
   */
  record Model(
      SortedMap<String, String> parts,
      List<String> members,
      List<Listed> signing,
      List<QualityFinding> rejects,
      List<QualityFinding> others,
      List<Webhook> webhooks,
      String secret,
      String problem) {}

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return show("", "");
  }

  private Future<View> show(String secret, String problem) {
    var signing = people.access().signing().list();
    var quality = sources.quality().get();
    var webhooks = sources.webhooks().list();
    return Future.all(signing, quality, webhooks)
        .map(
            all -> {
              var findings = quality.result();
              return View.of(
                  "operate.jte",
                  new Model(
                      sources.parts().get(),
                      sources.members().get(),
                      signing.result(),
                      findings.stream()
                          .filter(one -> one.kind() == Kind.REFUSED_RECORD)
                          .sorted((one, other) -> other.last().compareTo(one.last()))
                          .toList(),
                      findings.stream()
                          .filter(one -> one.kind() != Kind.REFUSED_RECORD)
                          .filter(one -> one.kind().isFinding())
                          .toList(),
                      webhooks.result(),
                      secret,
                      problem));
            });
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    return Future.succeededFuture(request)
        .compose(this::taken)
        .recover(
            failure ->
                failure instanceof IllegalArgumentException
                    ? show("", String.valueOf(failure.getMessage()))
                    : Future.failedFuture(failure));
  }

  private Future<View> taken(ConsoleRequest request) {
    var id = request.field("id");
    var webhooks = sources.webhooks();
    return switch (request.field("do")) {
      case "rotate-signing" -> rotate(request);
      case "revoke-signing" -> revoke(request, id);
      case "add-webhook" -> added(request);
      case "rotate-webhook" ->
          webhooks
              .rotate(id, BOTH_SECRETS, request.actor())
              .compose(made -> show(made.map(Webhook.WithSecret::secret).orElse(""), ""));
      case "test-webhook" -> webhooks.test(id).map(sent -> View.done("tested"));
      case "replay-webhook" -> webhooks.replay(id, null).map(count -> View.done("replayed"));
      case "remove-webhook" ->
          webhooks.remove(id, request.actor()).map(removed -> View.done("removed"));
      default -> show(request);
    };
  }

  private Future<View> added(ConsoleRequest request) {
    var url = request.field("url");
    var events = events(request);
    return Future.succeededFuture(url)
        .compose(to -> sources.webhooks().add(to, events, request.actor()))
        .compose(made -> show(made.secret(), ""))
        .recover(
            failure ->
                failure instanceof IllegalArgumentException expected
                    ? show(
                        "",
                        "url is \"%s\", expected %s. Maybe it is not complete."
                            .formatted(Ids.shown(url), expected.getMessage()))
                    : Future.failedFuture(failure));
  }

  private static List<String> events(ConsoleRequest request) {
    var events =
        Arrays.stream(request.field("events").split("[\\s,]+"))
            .filter(word -> !word.isEmpty())
            .toList();
    var wanted = events.isEmpty() ? List.of("*") : events;
    for (var event : wanted) {
      if (!Webhooks.isEvent(event)) {
        throw new IllegalArgumentException(
            "events has \"%s\", expected types such as rules.published, areas such as rules, or *. Maybe leave it empty for all."
                .formatted(event));
      }
    }
    return wanted;
  }

  private Future<View> rotate(ConsoleRequest request) {
    var text = request.field("days");
    int days = text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
    if (days < 0 || days > MOST_DAYS) {
      throw new IllegalArgumentException(
          "days is \"%s\", expected 0 to %d. Maybe 30 was meant.".formatted(text, MOST_DAYS));
    }
    return people
        .audit()
        .add(request.actor(), "signing.rotated", "signing secrets", days + " days")
        .compose(kept -> people.access().signing().rotate(Duration.ofDays(days)))
        .map(number -> View.done("rotated"));
  }

  private Future<View> revoke(ConsoleRequest request, String id) {
    if (!id.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException(
          "id is \"%s\", expected a number. Maybe open the page again.".formatted(id));
    }
    return people
        .audit()
        .add(request.actor(), "signing.revoked", "signing secret " + id, "")
        .compose(kept -> people.access().signing().revoke(Integer.parseInt(id)))
        .map(ended -> View.done("secret-ended"));
  }
}
