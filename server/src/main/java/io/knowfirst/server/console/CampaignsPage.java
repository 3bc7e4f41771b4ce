package io.knowfirst.server.console;

import io.knowfirst.rules.check.RuleCard;
import io.knowfirst.rules.folder.Campaign;
import io.knowfirst.server.console.Workbench.Bench;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All campaigns, in both styles. */
final class CampaignsPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("campaigns");
  private static final int ROWS = 50;

  private final Workbench workbench;

  CampaignsPage(Workbench workbench) {
    this.workbench = workbench;
  }

  /** The campaigns that were found. */
  record Model(Bench bench, ConsoleRequest request, ListPage<Campaign> page) {
    List<RuleCard> rules(Campaign campaign) {
      return bench.policy().audience(campaign.id());
    }

    String address(RuleCard rule) {
      return bench.source(rule.file());
    }

    Set<String> placements() {
      return bench.policy().folder().placements().keySet();
    }

    String turn(int page) {
      return bench.address(
          "campaigns",
          "q",
          request.field("q"),
          "placement",
          request.field("placement"),
          "page",
          "" + page);
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
              var placement = request.field("placement");
              var found =
                  bench.policy().folder().campaigns().values().stream()
                      .filter(one -> placement.isEmpty() || one.placements().contains(placement))
                      .filter(one -> matches(one, bench, request.field("q")))
                      .sorted(
                          Comparator.comparingInt(Campaign::priority)
                              .reversed()
                              .thenComparing(Campaign::id))
                      .toList();
              return View.of(
                  "campaigns.jte", new Model(bench, request, ListPage.of(request, found, ROWS)));
            });
  }

  private static boolean matches(Campaign campaign, Bench bench, String search) {
    return ListPage.matches(
        search,
        Stream.of(
                Stream.of(campaign.id(), campaign.title()),
                campaign.contents().stream(),
                bench.policy().audience(campaign.id()).stream().map(RuleCard::name))
            .flatMap(texts -> texts));
  }
}
