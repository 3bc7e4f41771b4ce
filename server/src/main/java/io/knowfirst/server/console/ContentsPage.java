package io.knowfirst.server.console;

import io.knowfirst.rules.facts.Placement;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.rules.folder.Content;
import io.knowfirst.server.console.Workbench.Bench;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All contents, with who shows them. */
final class ContentsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("contents");
  private static final int ROWS = 50;
  private static final List<String> TITLES = List.of("headline", "title", "name", "text");
  private final Workbench workbench;

  ContentsPage(Workbench workbench) {
    this.workbench = workbench;
  }

  /** The contents that were found. */
  record Model(
      Bench bench,
      ConsoleRequest request,
      ListPage<Content> page,
      Map<String, List<String>> users) {
    /** The campaigns, placements and experiments that show it. */
    List<String> users(Content content) {
      return users.getOrDefault(content.id(), List.of());
    }

    String title(Content content) {
      return TITLES.stream()
          .map(key -> content.payload().get(key))
          .filter(String.class::isInstance)
          .map(String.class::cast)
          .findFirst()
          .orElse("");
    }

    String turn(int page) {
      return bench.address("contents", "q", request.field("q"), "page", "" + page);
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return workbench
        .open(name(), request)
        .map(
            bench -> {
              var found =
                  bench.policy().folder().contents().values().stream()
                      .filter(
                          one ->
                              ListPage.matches(
                                  request.field("q"),
                                  Stream.concat(
                                      Stream.of(one.id()),
                                      one.payload().values().stream().map(String::valueOf))))
                      .sorted(Comparator.comparing(Content::id))
                      .toList();
              return View.of(
                  "contents.jte",
                  new Model(
                      bench, request, ListPage.of(request, found, ROWS), users(bench.policy())));
            });
  }

  static Map<String, List<String>> users(Policy policy) {
    var users = new java.util.HashMap<String, List<String>>();
    for (Campaign campaign : policy.folder().campaigns().values()) {
      campaign.contents().forEach(id -> add(users, id, campaign.title()));
    }
    for (Placement placement : policy.folder().placements().values()) {
      if (placement.content() != null) {
        add(users, placement.content(), placement.id());
      }
    }
    for (var experiment : policy.folder().experiments().values()) {
      experiment.variations().forEach(one -> add(users, one.content(), experiment.name()));
    }
    return users;
  }

  private static void add(Map<String, List<String>> users, String content, String user) {
    users.computeIfAbsent(content, id -> new java.util.ArrayList<>()).add(user);
  }
}
