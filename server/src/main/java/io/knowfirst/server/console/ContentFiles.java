package io.knowfirst.server.console;

import io.knowfirst.rules.folder.Content;
import io.knowfirst.rules.folder.Ids;
import io.knowfirst.rules.folder.Whereabouts.FolderPart;
import io.knowfirst.rules.folder.YamlEdit;
import io.knowfirst.server.console.Workbench.Bench;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what the form of a content says into files of a draft. */
final class ContentFiles {
  private static final String KEY = "[\\p{L}_][\\p{L}\\p{N}_-]{0,60}";

  private ContentFiles() {}

  /**
   * @throws IllegalArgumentException naming what is wrong
   */
  static SortedMap<String, String> of(ConsoleRequest request, Bench bench) {
    var policy = bench.policy();
    var id = ContentPage.id(request);
    var was = policy.folder().contents().get(request.field("content"));
    if (was == null && !Ids.isSound(id)) {
      throw new IllegalArgumentException(Ids.advice("id", id));
    }
    if (was == null && policy.folder().contents().containsKey(id)) {
      throw new IllegalArgumentException(
          "There is a content \"%s\" already. Maybe change that one.".formatted(id));
    }
    var changes = new LinkedHashMap<String, @Nullable String>();
    for (var field : ContentPage.sent(request)) {
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

  /** Whether it selects by category and number alone. */
  static boolean isSimple(@Nullable Content content) {
    var selection = content == null ? null : content.products();
    return selection != null
        && selection.where().isEmpty()
        && selection.like() == null
        && selection.goesWith() == null
        && selection.except() == null
        && selection.recommend() == null
        && selection.atLeast() == 1;
  }
}
