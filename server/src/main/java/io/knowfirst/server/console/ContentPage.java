package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One content of a draft: a form of its own keys, and the products that it shows. */
final class ContentPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("content").aside().withForms();

  /** Keys that a new content begins with, as the page client knows them. */
  private static final List<String> USUAL =
      List.of("headline", "text", "image", "link", "callToAction");

  private static final int MOST_FIELDS = 60;
  private static final int LONG = 80;
  private static final int SHOWN = 8;

  private final Workbench workbench;
  private final PreviewDesk desk;

  ContentPage(Workbench workbench, PreviewDesk desk) {
    this.workbench = workbench;
    this.desk = desk;
  }

  /** A key with its value; {@code isFixed} for a value that is no text, and is not changed here. */
  record Field(String key, String value, boolean isFixed) {
    boolean isLong() {
      return value.length() > LONG || value.indexOf('\n') >= 0;
    }

    /** What is wrong with an address; empty for nothing. */
    String problem() {
      boolean address = key.equals("link") || key.equals("image");
      return address
              && !value.isEmpty()
              && !value.matches("(https?://[^\\s\"'<>]+|/(?!/)[^\\s\"'<>]*)")
          ? "address"
          : "";
    }
  }

  /**
   * The products that a content shows.
   *
   * @param category of which they are; empty for none
   * @param simple whether it can be changed here: by category and number alone
   * @param products that it would show now; null where a choice of the visitor is needed
   */
  record Selection(
      String category, String limit, boolean simple, @Nullable List<Product> products) {}

  /**
   * A content.
   *
   * @param was as it is in the draft; null for a new one
   * @param shown what it shows a visitor; null where nobody asked
   */
  record Model(
      Bench bench,
      ConsoleRequest request,
      @Nullable Content was,
      List<Field> fields,
      Selection selection,
      @Nullable ContentShown shown,
      List<String> categories) {
    String id() {
      return was == null ? request.field("id") : was.id();
    }

    /** Who shows it. */
    List<String> users() {
      return was == null
          ? List.of()
          : ContentsPage.users(bench.policy()).getOrDefault(was.id(), List.of());
    }

    /** Visitors whom it can be tried for; none where this person may not. */
    List<String> scenarios() {
      return was != null && was.products() != null && bench.mayWrite()
          ? PreviewDesk.scenarios(bench)
          : List.of();
    }

    boolean mayAskForStored() {
      return was != null
          && was.products() != null
          && bench.mayWrite()
          && request.who().user().caller().may(Set.of(Role.PRIVACY));
    }

    List<Product> some(List<Product> products) {
      return products.subList(0, Math.min(SHOWN, products.size()));
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench.open(name(), request).compose(bench -> tried(request, bench));
  }

  /** With what it shows a visitor, where somebody asks for one. */
  private Future<View> tried(ConsoleRequest request, Bench bench) {
    var content = bench.policy().folder().contents().get(request.field("content"));
    boolean asks = !request.field("scenario").isEmpty() || !request.field("visitor").isEmpty();
    if (content == null || !asks || !bench.mayWrite()) {
      return view(request, bench, null, null);
    }
    return desk.run(request, bench)
        .compose(desk::traced)
        .compose(
            traced ->
                view(request, bench, null, ContentShown.of(traced, content, desk.assortment())))
        .recover(
            failure ->
                PreviewDesk.isOfInput(failure)
                    ? view(request, bench.with(PreviewDesk.reason(failure)), null, null)
                    : Future.failedFuture(failure));
  }

  private Future<View> view(
      ConsoleRequest request,
      Bench bench,
      @Nullable List<Field> sent,
      @Nullable ContentShown shown) {
    return Workbench.work(
        () -> {
          var was = bench.policy().folder().contents().get(request.field("content"));
          return View.of(
              "content.jte",
              new Model(
                  bench,
                  request,
                  was,
                  sent == null ? fields(was) : sent,
                  selection(was, sent == null ? null : request),
                  shown,
                  desk.categories()));
        });
  }

  /**
   * @param sent the form that was refused; null for none
   */
  private Selection selection(@Nullable Content was, @Nullable ConsoleRequest sent) {
    var selection = was == null ? null : was.products();
    boolean asks = selection != null && selection.toString().contains("{");
    return new Selection(
        sent != null ? sent.field("category") : selection == null ? "" : selection.category(),
        sent != null ? sent.field("limit") : selection == null ? "8" : "" + selection.limit(),
        selection == null || ContentFiles.isSimple(was),
        selection == null || asks || selection.recommend() != null
            ? null
            : desk.assortment().select(selection, Map.of()));
  }

  private static List<Field> fields(@Nullable Content was) {
    if (was == null) {
      return USUAL.stream().map(key -> new Field(key, "", false)).toList();
    }
    var fields = new ArrayList<Field>();
    was.payload()
        .forEach(
            (key, value) -> fields.add(new Field(key, "" + value, !(value instanceof String))));
    return fields;
  }

  static List<Field> sent(ConsoleRequest request) {
    var fields = new ArrayList<Field>();
    var keys = request.all("key");
    for (int i = 0; i < Math.min(MOST_FIELDS, keys.size()); i++) {
      var values = request.all("value" + i);
      if (!keys.get(i).isBlank()) {
        fields.add(
            new Field(
                keys.get(i).strip(),
                values.isEmpty() ? "" : values.get(0).replace("\r\n", "\n").strip(),
                values.isEmpty()));
      }
    }
    return fields;
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    if (request.field("do").equals("try")) {
      return show(request);
    }
    return workbench
        .open(name(), request)
        .compose(
            bench ->
                Workbench.work(() -> ContentFiles.of(request, bench))
                    .compose(files -> workbench.save(request, files))
                    .map(
                        saved ->
                            View.lead(
                                bench.address(name(), "content", id(request), "done", "content")))
                    .recover(
                        failure ->
                            failure instanceof IllegalArgumentException
                                    || failure instanceof DraftRefused
                                ? view(
                                    request,
                                    bench.with(String.valueOf(failure.getMessage())),
                                    sent(request),
                                    null)
                                : Future.failedFuture(failure)));
  }

  static String id(ConsoleRequest request) {
    var known = request.field("content");
    return known.isEmpty() ? request.field("id") : known;
  }
}
