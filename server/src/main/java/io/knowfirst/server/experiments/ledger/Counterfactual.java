package io.knowfirst.server.experiments.ledger;

import io.knowfirst.server.decide.Known;
import io.knowfirst.server.decide.Situation;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.profile.Profile;
import io.knowfirst.server.profile.Profile.Attribute;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A situation with one fact more than was known. */
final class Counterfactual {
  private final Situation was;

  Counterfactual(Situation was) {
    this.was = was;
  }

  Situation weather(Context.Weather weather) {
    var c = context();
    return with(
        new Context(
            c.page(), c.referrer(), c.utm(), c.search(), c.geo(), c.device(), weather, c.locale()));
  }

  Situation place(Context.Geo geo) {
    var c = context();
    return with(
        new Context(
            c.page(),
            c.referrer(),
            c.utm(),
            c.search(),
            geo,
            c.device(),
            c.weather(),
            c.locale(),
            c.timezone()));
  }

  Situation device(Context.Device device) {
    var c = context();
    return with(
        new Context(
            c.page(),
            c.referrer(),
            c.utm(),
            c.search(),
            c.geo(),
            device,
            c.weather(),
            c.locale(),
            c.timezone()));
  }

  Situation page(Context.Page page) {
    var c = context();
    return with(
        new Context(
            page,
            c.referrer(),
            c.utm(),
            c.search(),
            c.geo(),
            c.device(),
            c.weather(),
            c.locale(),
            c.timezone()));
  }

  Situation arrival(@Nullable String referrer, Map<String, String> utm) {
    var c = context();
    return with(
        new Context(
            c.page(),
            referrer,
            utm,
            c.search(),
            c.geo(),
            c.device(),
            c.weather(),
            c.locale(),
            c.timezone()));
  }

  Situation trait(String name, Attribute attribute) {
    return with(was.request(), profile().supposing(false, Map.of(name, attribute)));
  }

  Situation login() {
    return with(was.request(), profile().supposing(true, Map.of()));
  }

  /** With all that is known of somebody else. */
  Situation person(Profile other) {
    return with(was.request(), other);
  }

  private Context context() {
    return was.request().context();
  }

  private Profile profile() {
    return was.known().profile();
  }

  private Situation with(Context context) {
    var request = was.request();
    var changed =
        new DecisionRequest(
            request.visitor(),
            request.channel(),
            request.placements(),
            context,
            List.of(),
            request.now());
    return with(changed, profile());
  }

  /** Nobody is held out: what counts is whether a rule would have fired. */
  private Situation with(DecisionRequest request, Profile profile) {
    return new Situation(
        was.id(),
        request,
        Known.of(profile, request.now()),
        was.rules().withoutHoldouts(),
        was.experiments(),
        was.assortment(),
        was.model(),
        was.outbound());
  }
}
