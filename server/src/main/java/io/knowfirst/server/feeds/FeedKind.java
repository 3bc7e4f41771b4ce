package io.knowfirst.server.feeds;

import static io.knowfirst.server.feeds.FeedColumn.optional;
import static io.knowfirst.server.feeds.FeedColumn.required;

import io.knowfirst.server.feeds.FeedColumn.CellType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a feed is about, and the columns that are understood. */
@SuppressWarnings("ImmutableEnumChecker") // The lists are copies that nobody can change.
public enum FeedKind {
  /** Who the customers are: each other column is a trait. */
  CUSTOMERS(
      null,
      true,
      required("id", CellType.TEXT),
      optional("anonymous_id", CellType.TEXT),
      optional("updated_at", CellType.TIME),
      optional("segments", CellType.LIST)),
  /** Lines of orders; of a large feed, the lines of one order follow each other. */
  ORDERS(
      "order_id",
      true,
      required("order_id", CellType.TEXT),
      required("customer_id", CellType.TEXT),
      required("ordered_at", CellType.TIME),
      optional("updated_at", CellType.TIME),
      optional("product", CellType.TEXT),
      optional("quantity", CellType.WHOLE),
      optional("price", CellType.AMOUNT),
      optional("category", CellType.TEXT),
      optional("brand", CellType.TEXT),
      optional("size", CellType.TEXT),
      optional("color", CellType.TEXT),
      optional("currency", CellType.TEXT),
      optional("total", CellType.AMOUNT)),
  /** Lines of what came back; a line without a product is the whole order. */
  RETURNS(
      "order_id",
      true,
      required("order_id", CellType.TEXT),
      required("customer_id", CellType.TEXT),
      required("returned_at", CellType.TIME),
      optional("product", CellType.TEXT),
      optional("quantity", CellType.WHOLE),
      optional("price", CellType.AMOUNT),
      optional("currency", CellType.TEXT),
      optional("total", CellType.AMOUNT)),
  /** What became of e-mails and newsletters. */
  ENGAGEMENT(
      null,
      true,
      required("customer_id", CellType.TEXT),
      required("event", CellType.TEXT),
      required("at", CellType.TIME),
      optional("campaign", CellType.TEXT),
      optional("subject", CellType.TEXT),
      optional("link", CellType.TEXT)),
  /** Calls, notes of the call centre, requests for a printed catalogue, visits to a store. */
  CONTACTS(
      null,
      true,
      required("customer_id", CellType.TEXT),
      required("type", CellType.TEXT),
      required("at", CellType.TIME)),
  /** Products; each other column is an attribute. */
  PRODUCTS(
      null,
      true,
      required("id", CellType.TEXT),
      required("name", CellType.TEXT),
      required("category", CellType.TEXT),
      required("price", CellType.AMOUNT),
      optional("currency", CellType.TEXT),
      optional("stock", CellType.WHOLE),
      optional("availability", CellType.TEXT),
      optional("url", CellType.TEXT),
      optional("image", CellType.TEXT)),
  PRICES(
      null,
      false,
      required("product", CellType.TEXT),
      required("price", CellType.AMOUNT),
      optional("currency", CellType.TEXT)),
  STOCK(
      null,
      false,
      required("product", CellType.TEXT),
      required("stock", CellType.WHOLE),
      optional("size", CellType.TEXT));

  private final @Nullable String group;
  private final boolean others;
  private final List<FeedColumn> columns;

  FeedKind(@Nullable String group, boolean others, FeedColumn... columns) {
    this.group = group;
    this.others = others;
    this.columns = List.of(columns);
  }

  /** As it stands in addresses and commands. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<FeedKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }

  public static String words() {
    return Arrays.stream(values()).map(FeedKind::word).collect(Collectors.joining(", "));
  }

  /** The column by which records that follow each other are one; null where each is alone. */
  public @Nullable String group() {
    return group;
  }

  /** Whether other columns are kept, as traits or properties; else they are told and left out. */
  boolean keepsOthers() {
    return others;
  }

  List<FeedColumn> columns() {
    return columns;
  }

  boolean has(String name) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }
}
