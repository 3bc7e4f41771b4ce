package io.knowfirst.server.console;

import io.knowfirst.experiments.report.Texts;
import io.knowfirst.server.people.People;
import io.knowfirst.server.rulesets.versions.Rulesets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All pages, in the order of the navigation, and what stands around them. */
public final class Console {
  private static final int NOT_FOUND = 404;

  private final List<ConsolePage> pages;
  private final People people;
  private final Supplier<Rulesets> rulesets;
  private final String style;

  /**
   * @param all what pages tell of
   * @param style address of the style sheet, from the server's root
   * @param editor address of the editor's script, from the server's root
   */
  public Console(People people, ConsoleSources all, String style, String editor) {
    var sources = all.today();
    var visitors = all.visitors();
    var experiments = all.experiments();
    this.people = people;
    this.rulesets = sources.rulesets();
    this.style = style;
    var bench = new Workbench(sources.drafts(), sources.rulesets());
    var previews =
        new PreviewDesk(bench, sources.assortment(), visitors, people.audit(), sources.clock());
    this.pages =
        List.of(
            new HomePage(sources, experiments),
            new PlacementsPage(bench, sources.outcomes()),
            new CampaignsPage(bench),
            new CampaignPage(bench, sources.assortment()),
            new SegmentsPage(bench, sources),
            new SentencesPage(bench, sources.assortment(), sources.seen()),
            new ContentsPage(bench),
            new ContentPage(bench, previews),
            new PreviewPage(bench, previews),
            new ExperimentsPage(bench, sources.reports(), experiments.now()),
            new ExperimentPage(bench, sources, experiments, visitors),
            new ResultsPage(bench, sources, experiments),
            new LoginsPage(experiments.logins(), sources.clock()),
            new VisitorsPage(visitors, people.audit(), sources.clock()),
            new CodePage(bench, editor, sources.seen()),
            new DraftsPage(sources.drafts(), sources.rulesets()),
            new DraftPage(sources.drafts(), sources.rulesets(), sources.clock()),
            new OperatePage(all.operate(), people),
            new UsersPage(people),
            new KeysPage(people),
            new AuditPage(people.audit()));
  }

  /** Of the shop's clock. */
  public ZoneId zone() {
    return rulesets.get().get().base().folder().zone();
  }

  public List<ConsolePage> pages() {
    return pages;
  }

  /** A page with what it shows. */
  public String render(ConsolePage page, View view, ConsoleRequest request) {
    var notice = view.notice() == null ? request.field("done") : view.notice();
    return Templates.render(view.template(), frame(page.name(), request, notice), view.model());
  }

  private Frame frame(String here, ConsoleRequest request, @Nullable String notice) {
    var who = request.who();
    var open =
        pages.stream()
            .filter(page -> page.head().isInNavigation() && who.user().caller().may(page.roles()))
            .map(ConsolePage::name)
            .toList();
    return new Frame(
        Frame.words(request.locale()),
        here,
        open,
        who,
        people.formToken(who),
        notice,
        "../" + style,
        request.zone(),
        Addresses.kept(request));
  }

  /**
   * A page for whoever has not signed in.
   *
   * @param name of its template and its words
   * @param root the way from the page to the server's root, such as {@code ../}
   * @param token of its form
   * @param notice why it is shown again; null for none
   */
  public String open(
      String name,
      Object model,
      String root,
      String token,
      @Nullable String notice,
      Locale locale) {
    var keep = model instanceof InvitationForm form ? "token=" + form.token() : "";
    var frame =
        new Frame(
            Frame.words(locale),
            name,
            List.of(),
            null,
            token,
            notice,
            root + style,
            ZoneOffset.UTC,
            keep);
    return Templates.render(name + ".jte", frame, model);
  }

  /** Why a page is not shown. */
  public String refusal(int status, String detail, String root, Locale locale) {
    var home = root + "console/home";
    return open("refusal", new Refusal(status, detail, home), root, "", null, locale);
  }

  /** The words of a language. */
  public static Texts words(Locale locale) {
    return Frame.words(locale);
  }

  /**
   * A page that is not shown.
   *
   * @param detail in English, as programs are told
   * @param home address of the first page
   */
  record Refusal(int status, String detail, String home) {
    /** Whether the same address may answer another time. */
    boolean mayWorkAgain() {
      return status != NOT_FOUND;
    }
  }
}
