package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import io.knowfirst.rules.folder.YamlEdit;
import io.knowfirst.server.catalogue.Assortment;
import io.knowfirst.server.console.Workbench.Bench;
import io.knowfirst.server.model.Product;
import io.knowfirst.server.rulesets.drafts.DraftRefused;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
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
  private static final String KEY = "[\\p{L}_][\\p{L}\\p{N}_-]{0,60}";

  private final Workbench workbench;
  private final Supplier<Assortment> assortment;

  ContentPage(Workbench workbench, Supplier<Assortment> assortment) {
    this.workbench = workbench;
    this.assortment = assortment;
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
   * A content.
   *
   * @param was as it is in the draft; null for a new one
   * @param category of the products that it shows; empty for none
   * @param simple whether its selection can be changed here: by category and number alone
   * @param products that it would show now; null where a choice of the visitor is needed
   */
  record Model(
      Bench bench,
      String id,
      @Nullable Content was,
      List<Field> fields,
      String category,
      String limit,
      boolean simple,
      @Nullable List<Product> products,
      List<String> users,
      List<String> categories) {}

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench.open(name(), request).compose(bench -> show(request, bench, null));
  }

  private Future<View> show(ConsoleRequest request, Bench bench, @Nullable List<Field> sent) {
    return Workbench.work(
        () -> {
          var was = bench.policy().folder().contents().get(request.field("content"));
          var selection = was == null ? null : was.products();
          boolean simple = selection == null || isSimple(was);
          var now = assortment.get();
          boolean asks = selection != null && selection.toString().contains("{");
          return View.of(
              "content.jte",
              new Model(
                  bench,
                  was == null ? request.field("id") : was.id(),
                  was,
                  sent == null ? fields(was) : sent,
                  sent != null
                      ? request.field("category")
                      : selection == null ? "" : selection.category(),
                  sent != null
                      ? request.field("limit")
                      : selection == null ? "8" : "" + selection.limit(),
                  simple,
                  selection == null || asks || selection.recommend() != null
                      ? null
                      : now.select(selection, Map.of()).stream().limit(SHOWN).toList(),
                  was == null
                      ? List.of()
                      : ContentsPage.users(bench.policy()).getOrDefault(was.id(), List.of()),
                  CatalogueWords.of(now).categories()));
        });
  }

  /** Whether it selects by category and number alone. */
  private static boolean isSimple(@Nullable Content content) {
    var selection = content == null ? null : content.products();
    return selection != null
        && selection.where().isEmpty()
        && selection.like() == null
        && selection.goesWith() == null
        && selection.except() == null
        && selection.recommend() == null
        && selection.atLeast() == 1;
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

  private static List<Field> sent(ConsoleRequest request) {
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
    return workbench
        .open(name(), request)
        .compose(
            bench ->
                Workbench.work(() -> files(request, bench))
                    .compose(files -> workbench.save(request, files))
                    .map(
                        saved ->
                            View.lead(
                                bench.address(name(), "content", id(request), "done", "content")))
                    .recover(
                        failure ->
                            failure instanceof IllegalArgumentException
                                    || failure instanceof DraftRefused
                                ? show(
                                    request,
                                    bench.with(String.valueOf(failure.getMessage())),
                                    sent(request))
                                : Future.failedFuture(failure)));
  }

  private static String id(ConsoleRequest request) {
    var known = request.field("content");
    return known.isEmpty() ? request.field("id") : known;
  }

  private static SortedMap<String, String> files(ConsoleRequest request, Bench bench) {
    var policy = bench.policy();
    var id = id(request);
    var was = policy.folder().contents().get(request.field("content"));
    if (was == null && !Ids.isSound(id)) {
      throw new IllegalArgumentException(Ids.advice("id", id));
    }
    if (was == null && policy.folder().contents().containsKey(id)) {
      throw new IllegalArgumentException(
          "There is a content \"%s\" already. Maybe change that one.".formatted(id));
    }
    var changes = new LinkedHashMap<String, @Nullable String>();
    for (var field : sent(request)) {
      if (!field.key().matches(KEY)
          || List.of("id", "products", Content.LANGUAGES).contains(field.key())) {
        throw new IllegalArgumentException(
            "The key is \"%s\", expected a name of letters, digits, _ and -. Maybe headline was meant."
                .formatted(Ids.shown(field.key())));
      }
      var before = was == null ? null : was.payload().get(field.key());
      if (!field.isFixed() && !field.value().equals(before == null ? "" : before)) {
        changes.put(field.key(), field.value().isEmpty() ? null : YamlEdit.text(field.value()));
      }
    }
    products(request, was, changes);
    var file = was == null ? file(policy, id) : policy.file(FolderPart.CONTENT, was.id());
    var text = policy.files().getOrDefault(file, "");
    if (was == null && !Addresses.slug(id).equals(id)) {
      text = "id: " + YamlEdit.text(id) + "\n";
    }
    var edited = YamlEdit.set(text, was == null ? null : was.id(), changes);
    if (edited.isBlank()) {
      throw new IllegalArgumentException(
          "The content is empty, expected a headline at least. Maybe fill in one field.");
    }
    return new TreeMap<>(Map.of(file, edited));
  }

  private static String file(Policy policy, String id) {
    var file = "contents/" + Addresses.slug(id) + ".yaml";
    if (policy.files().containsKey(file)) {
      throw new IllegalArgumentException(
          "There is a file %s already. Maybe another name.".formatted(file));
    }
    return file;
  }

  private static void products(
      ConsoleRequest request, @Nullable Content was, Map<String, @Nullable String> changes) {
    var before = was == null ? null : was.products();
    if (before != null && !isSimple(was)) {
      return;
    }
    var category = request.field("category");
    var limit = request.field("limit");
    if (category.isEmpty()) {
      if (before != null) {
        changes.put("products", null);
      }
      return;
    }
    if (!limit.matches("[1-9][0-9]?") || Integer.parseInt(limit) > 50) {
      throw new IllegalArgumentException(
          "limit is \"%s\", expected 1 to 50 products. Maybe 8 was meant."
              .formatted(Ids.shown(limit)));
    }
    if (before == null
        || !before.category().equals(category)
        || before.limit() != Integer.parseInt(limit)) {
      var values = new LinkedHashMap<String, String>();
      values.put("category", YamlEdit.text(category));
      values.put("limit", limit);
      changes.put("products", YamlEdit.table(values));
    }
  }
}
