package io.knowfirst.server.decide;

import io.knowfirst.rules.folder.Privacy;
import io.knowfirst.rules.folder.Privacy.WithoutConsent;
import io.knowfirst.server.model.Context;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What logs and recordings of a decision leave out, as the shop says in {@code shop.yaml}.
 *
 * @param visitor who asked: nothing is stored of them, they were erased, or nobody was named
 * @param searchText what was searched for
 * @param urlQuery what follows the path of an address
 */
public record Redaction(boolean visitor, boolean searchText, boolean urlQuery) {
  /** Leaves out nothing: for an answer, which is not stored. */
  static final Redaction NONE = new Redaction(false, false, false);

  private static final Set<String> SEARCHED =
      Set.of("Page.search", "Searched.term", "Arrival.search");

  /** Stands for a visitor or a text that was left out. */
  static final String LEFT_OUT = "(not kept)";

  /** Of a decision. */
  public static Redaction of(Situation situation) {
    Privacy privacy = situation.rules().base().folder().privacy();
    boolean strict = privacy.consent() == WithoutConsent.STRICT;
    return new Redaction(
        (strict && situation.known().granted().isEmpty())
            || situation.known().profile().isErased()
            || situation.request().isContextual(),
        !privacy.keepsSearchText(),
        !privacy.keepsUrlQuery());
  }

  /** A value of a fact as it is kept. */
  Object value(String fact, String name, Object value) {
    boolean searched = SEARCHED.contains(fact + "." + name);
    if (searchText && searched) {
      return LEFT_OUT;
    }
    boolean address = fact.equals("Page") && name.equals("url");
    return urlQuery && address ? withoutQuery(value.toString()) : value;
  }

  /** The context of a request as it is kept. */
  public Context context(Context context) {
    var page = context.page();
    return new Context(
        page == null || !urlQuery
            ? page
            : new Context.Page(
                page.type(), page.category(), page.product(), maybeWithoutQuery(page.url())),
        urlQuery ? maybeWithoutQuery(context.referrer()) : context.referrer(),
        context.utm(),
        searchText ? null : context.search(),
        context.geo(),
        context.device(),
        context.weather(),
        context.locale(),
        context.timezone());
  }

  private static @Nullable String maybeWithoutQuery(@Nullable String address) {
    return address == null ? null : withoutQuery(address);
  }

  private static String withoutQuery(String address) {
    int end = 0;
    while (end < address.length() && "?#;".indexOf(address.charAt(end)) < 0) {
      end++;
    }
    return address.substring(0, end);
  }
}
