package io.knowfirst.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.knowfirst.rules.facts.Placement;
import io.knowfirst.server.access.Access;
import io.knowfirst.server.model.Context;
import io.knowfirst.server.model.DecisionRequest;
import io.knowfirst.server.model.Unproven;
import io.knowfirst.server.quality.Kind;
import io.knowfirst.server.wire.At;
import io.knowfirst.server.wire.Bots;
import io.knowfirst.server.wire.DecisionReader;
import io.knowfirst.server.wire.Faults;
import io.knowfirst.server.wire.Fields;
import io.knowfirst.server.wire.IdentifiedVisitor;
import io.knowfirst.server.wire.Problem;
import io.knowfirst.server.wire.Refused;
import io.knowfirst.server.wire.Who;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an evaluation request: the context's {@code targetingKey} is the visitor, {@code channel}
 * chooses among placements, the rest is the context of a decision.
 */
final class OfrepReader {
  private static final String CONTEXT = "context";
  private static final String KEY = "targetingKey";
  private static final String CHANNEL = "channel";

  private final Access access;
  private final Supplier<Map<String, Placement>> placements;
  private final InstantSource clock;

  OfrepReader(Services services) {
    this.access = services.access();
    this.placements = services.rules().placements();
    this.clock = services.clock();
  }

  /**
   * What was asked, but for the placements.
   *
   * @param channel whose placements are asked for; null for any
   * @param bot whether the context or the request says that a bot asks
   */
  record Asked(
      IdentifiedVisitor asker,
      String visitor,
      @Nullable String channel,
      Context context,
      boolean bot,
      Instant now) {
    private DecisionRequest of(String place, List<Placement> placements) {
      return new DecisionRequest(
          visitor, place, placements, context, List.of(), now, bot, !asker.trusted());
    }
  }

  /** A visitor's token that stands for the targeting key; null for no text. */
  static @Nullable String carried(JsonNode tree) {
    return tree.path(CONTEXT).path(KEY).textValue();
  }

  /**
   * @throws Refused where it cannot be understood
   */
  Asked read(JsonNode tree, IdentifiedVisitor asker) {
    var faults = new Faults();
    var body = Fields.of(tree, At.ROOT, faults);
    var context = body.object(CONTEXT);
    var visitor = visitor(context, asker);
    var channel = context == null ? null : context.label(CHANNEL);
    Refused.unlessNone(faults);
    var moment = DecisionReader.moment(Fields.of(decisions(tree), At.ROOT, faults), asker.notes());
    var agent = moment.agent();
    boolean bot = agent == null ? asker.bot() : Bots.sent(agent);
    var known = moment.context().or(asker.signals().moment());
    return new Asked(asker, visitor, channel, known, bot, clock.instant());
  }

  /** The same body with a context as that of a decision. */
  private static ObjectNode decisions(JsonNode tree) {
    var body = JsonNodeFactory.instance.objectNode();
    if (tree.get(CONTEXT) instanceof ObjectNode context) {
      body.set(CONTEXT, context.deepCopy().without(List.of(KEY, CHANNEL)));
    }
    return body;
  }

  /**
   * A server names any visitor. A page is whom its token or cookie proves; whatever else it names
   * draws for experiments, and no profile is read. Without a name nothing is drawn.
   */
  private String visitor(@Nullable Fields context, IdentifiedVisitor asker) {
    var id = context == null ? null : named(context, asker);
    if (asker.trusted()) {
      return id == null ? Unproven.nobody() : id;
    }
    var own = asker.unproven() ? null : asker.visitor();
    if (own != null && (id == null || asker.owns(id) || access.visitor(id).isPresent())) {
      return own;
    }
    if (id == null) {
      return Unproven.nobody();
    }
    asker.notes().count(Kind.UNPROVEN_ID, KEY);
    return Unproven.visitor(id);
  }

  /** The targeting key; null for none. A signed token is longer than any id. */
  private @Nullable String named(Fields context, IdentifiedVisitor asker) {
    var key = context.get(KEY);
    if (key == null || (key.isTextual() && key.textValue().isBlank())) {
      return null;
    }
    if (!key.isTextual() && !key.isIntegralNumber()) {
      context.refuse(KEY, "text");
      return null;
    }
    boolean token = !asker.trusted() && access.visitor(key.asText()).isPresent();
    return token ? key.asText() : Who.id(context, KEY, asker);
  }

  /**
   * @throws Refused with 404 where the flag is no placement that the caller may ask for
   */
  DecisionRequest single(Asked asked, String key) {
    var known = placements.get();
    var placement = known.get(key);
    if (placement == null || !mayAsk(asked, placement)) {
      var faults = new Faults();
      faults.unknown(
          At.ROOT,
          key,
          "a placement of the current rules",
          known.values().stream().filter(one -> mayAsk(asked, one)).map(Placement::id).toList());
      throw new Refused(Problem.flagNotFound(faults.list().get(0)));
    }
    return asked.of(placement.channel(), List.of(placement));
  }

  /** One for each channel, in the order of their names. */
  List<DecisionRequest> all(Asked asked) {
    var channels = new TreeMap<String, List<Placement>>();
    placements.get().values().stream()
        .filter(placement -> mayAsk(asked, placement))
        .sorted(java.util.Comparator.comparing(Placement::id))
        .forEach(
            placement ->
                channels
                    .computeIfAbsent(placement.channel(), channel -> new ArrayList<>())
                    .add(placement));
    var requests = new ArrayList<DecisionRequest>();
    channels.forEach((channel, all) -> requests.add(asked.of(channel, all)));
    return requests;
  }

  private static boolean mayAsk(Asked asked, Placement placement) {
    var channel = placement.channel();
    return asked.asker().caller().mayAskFor(channel)
        && (asked.channel() == null || asked.channel().equals(channel));
  }
}
