package io.knowfirst.server.web;

import static io.knowfirst.server.access.Role.APPROVER;
import static io.knowfirst.server.access.Role.AUTHOR;
import static io.knowfirst.server.access.Role.OPERATOR;
import static io.knowfirst.server.access.Role.PRIVACY;
import static io.knowfirst.server.web.Route.ANY_KEY;
import static io.knowfirst.server.web.Route.EVERYONE;
import static io.knowfirst.server.web.Route.SERVERS;
import static io.knowfirst.server.web.Route.admin;
import static io.knowfirst.server.web.Route.servers;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.GET;
import static io.vertx.core.http.HttpMethod.POST;
import static io.vertx.core.http.HttpMethod.PUT;

import io.knowfirst.server.access.Grant;
import io.knowfirst.server.access.KeyKind;
import io.knowfirst.server.access.Role;
import io.knowfirst.server.web.Route.Callers;
import io.knowfirst.server.wire.SegmentItem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Every route with who may use it. A route that is not in this table does not exist. */
final class RouteTable {
  static final String EVENTS = "/v1/events";

  /** Whoever may read: servers, and people of any role. */
  private static final Set<Grant> READERS = servers(Role.values());

  private static final Set<Grant> ADMIN_OR_READERS = admin(Role.values());

  private final Services services;
  private final HttpSettings settings;
  private final Gate gate;
  private final SideDecisions side;
  private final EventStreams streams;
  private final SignInRoutes signIn;
  private final ProviderRoutes provider;
  private final ConsoleRoutes console;
  private final VisitorIdentifier askers;
  private final List<Route> routes = new ArrayList<>();

  RouteTable(
      Services services,
      HttpSettings settings,
      Gate gate,
      SideDecisions side,
      EventStreams streams,
      SignInRoutes signIn,
      ProviderRoutes provider,
      ConsoleRoutes console) {
    this.services = services;
    this.settings = settings;
    this.gate = gate;
    this.side = side;
    this.streams = streams;
    this.signIn = signIn;
    this.provider = provider;
    this.console = console;
    this.askers = new VisitorIdentifier(services, settings);
    decisions();
    data();
    rules();
    experiments();
    reports();
    server();
    people();
    console();
  }

  List<Route> all() {
    return List.copyOf(routes);
  }

  private void decisions() {
    var audit = services.people().audit();
    var reader = side.events();
    var previews = new PreviewRoutes(services, gate, side.previews());
    var decisions =
        new DecisionRoutes(services, askers, reader, side.previews(), settings.explainToSites());
    var events = new EventRoutes(services, askers, reader);
    var segment = new SegmentRoutes(services, gate, askers, reader);
    var ofrep = new OfrepRoutes(services, askers, streams, settings.behindProxy());
    var visitors = new VisitorRoutes(services, askers);
    var simulations = new SimulationRoutes(services, side);
    var draftSimulations = new DraftSimulationRoutes(services, side);
    routes.addAll(new DraftTable(services, draftSimulations, side.aside()).all());
    var trying = new AgentSimulations(services, simulations, draftSimulations);
    var agents = new AgentRoutes(new AgentTools(services, trying).all(), audit, gate);
    route(POST, AgentRoutes.PATH, READERS, agents::take);
    route(GET, AgentRoutes.PATH, READERS, agents::listen);
    ofSites(POST, "/v1/decisions", decisions::decide);
    route(POST, EVENTS, ANY_KEY, Callers.BEACONS, events::take);
    for (var batch : List.of("/v1/batch", "/v1/b", "/v1/import", Target.IMPORT)) {
      route(POST, batch, ANY_KEY, Callers.TRACKING_LIBRARIES, segment::batch);
    }
    for (var single : SegmentItem.paths()) {
      route(POST, "/v1/" + single, ANY_KEY, Callers.TRACKING_LIBRARIES, segment::single);
    }
    route(
        GET, "/v1/decisions/:id", servers(PRIVACY), new StoredDecisionRoutes(services, gate)::show);
    ofSites(POST, "/ofrep/v1/evaluate/flags", ofrep::evaluateAll);
    ofSites(POST, "/ofrep/v1/evaluate/flags/:key", ofrep::evaluate);
    route(GET, EventStreams.PATH, ANY_KEY, Callers.BEACONS, ofrep::stream);
    route(POST, "/v1/feeds/:feed", SERVERS, new FeedRoutes(services, reader)::take);
    route(POST, "/v1/previews", servers(AUTHOR, APPROVER), previews::create);
    route(POST, "/v1/simulate", servers(AUTHOR, APPROVER), simulations::simulate);
    route(POST, "/v1/visitors/token", SERVERS, visitors::token);
    route(POST, "/v1/visitors/reset", ANY_KEY, Callers.BEACONS, visitors::reset);
  }

  private void data() {
    var shop = new ShopRoutes(services);
    var visitors = new VisitorDataRoutes(services.visitors(), gate, services.people().audit());
    route(PUT, "/v1/catalogue", SERVERS, shop::catalogue);
    route(GET, "/v1/catalogue/:id", READERS, shop::product);
    route(DELETE, "/v1/catalogue/:id", servers(OPERATOR), shop::delete);
    route(POST, "/v1/stock", SERVERS, shop::stock);
    route(GET, "/v1/visitors/:id/export", servers(PRIVACY), visitors::export);
    route(GET, "/v1/visitors/:id", servers(PRIVACY), visitors::show);
    route(DELETE, "/v1/visitors/:id", admin(PRIVACY), visitors::erase);
    route(POST, "/v1/visitors/:id/ids", servers(PRIVACY), visitors::merge);
    route(DELETE, "/v1/visitors/:id/ids/:other", servers(PRIVACY), visitors::untie);
    var own =
        new OwnDataRoutes(
            services,
            askers,
            visitors,
            () -> services.rules().rulesets().get().get().base().folder());
    var page = Set.<Grant>of(KeyKind.SITE);
    route(GET, OwnDataRoutes.PATH, page, Callers.PAGES_OF_SITES, own::show);
    route(GET, OwnDataRoutes.PATH + "/export", page, Callers.PAGES_OF_SITES, own::export);
    route(DELETE, OwnDataRoutes.PATH, page, Callers.PAGES_OF_SITES, own::erase);
    var audiences = new AudienceRoutes(services, gate);
    route(GET, "/v1/audiences/:segment", READERS, audiences::size);
    route(POST, "/v1/audiences/:segment/decisions", servers(OPERATOR), audiences::decide);
    route(GET, "/v1/health/data", READERS, new DataRoutes(services)::health);
  }

  private void rules() {
    var rulesets = new RulesetRoutes(services, gate);
    route(GET, "/v1/vocabulary", READERS, new VocabularyRoutes(services)::show);
    route(GET, "/v1/rules", READERS, new RuleRoutes(services)::live);
    route(GET, "/v1/rulesets", ADMIN_OR_READERS, rulesets::history);
    route(POST, "/v1/rulesets", admin(APPROVER), rulesets::publish);
    route(GET, "/v1/rulesets/diff", ADMIN_OR_READERS, rulesets::diff);
    route(POST, "/v1/rulesets/check", admin(AUTHOR, APPROVER), rulesets::check);
    route(GET, "/v1/rulesets/:hash", ADMIN_OR_READERS, rulesets::version);
    route(POST, "/v1/rulesets/:hash/rollback", admin(APPROVER, OPERATOR), rulesets::rollback);
    route(POST, "/v1/rulesets/:hash/approve", admin(APPROVER), rulesets::approve);
    route(POST, "/v1/replay", admin(AUTHOR, APPROVER), new ReplayRoutes(services)::replay);
  }

  private void experiments() {
    var experiments = new ExperimentRoutes(services, gate);
    var notes = new NoteRoutes(services, gate);
    var reports = new ReportRoutes(services);
    var graduation = new GraduationRoutes(services);
    var shares = new ShareRoutes(services);
    var one = "/v1/experiments/:id";
    route(GET, one + "/report", READERS, reports::report);
    route(GET, "/v1/experiments", READERS, experiments::list);
    route(GET, one, READERS, experiments::show);
    route(PUT, one, admin(AUTHOR, APPROVER), experiments::apply);
    route(POST, one + "/graduate", servers(AUTHOR, APPROVER), graduation::draft);
    route(POST, one + "/share", servers(AUTHOR, APPROVER), shares::share);
    route(POST, one + "/notes", admin(AUTHOR, APPROVER), notes::add);
    route(DELETE, one + "/notes/:number", admin(AUTHOR, APPROVER), notes::remove);
    route(POST, one + "/:step", admin(APPROVER), experiments::step);
    route(GET, "/shared/:token", EVERYONE, Callers.PEOPLE, shares::show);
  }

  private void reports() {
    var reports = new ReportRoutes(services);
    var ledger = new LedgerRoutes(services);
    var studies = new StudyRoutes(services);
    route(GET, "/v1/ledger", READERS, ledger::json);
    var pressure = new PressureRoutes(services);
    route(GET, "/v1/pressure", READERS, pressure::json);
    page("/reports/pressure", pressure::page);
    page("/reports/pressure.csv", pressure::csv);
    route(GET, "/v1/ignorance", READERS, ledger::ignorance);
    route(GET, "/v1/logins", READERS, ledger::logins);
    route(GET, "/v1/outcomes", READERS, new OutcomeRoutes(services)::list);
    route(GET, "/v1/plan", READERS, studies::plan);
    route(GET, "/v1/programme", READERS, studies::programme);
    page("/reports", reports::index);
    page("/reports/ledger", ledger::page);
    page("/reports/ledger.csv", ledger::csv);
    page("/reports/plan", studies::planPage);
    page("/reports/plan.csv", studies::planCsv);
    page("/reports/programme", studies::programmePage);
    page("/reports/programme.csv", studies::programmeCsv);
    var flows = new FlowReportRoutes(services);
    route(GET, "/v1/campaigns/:campaign/report", READERS, flows::json);
    page("/reports/campaigns/:campaign", flows::page);
    page("/reports/campaigns/:campaign/report.csv", flows::csv);
    page("/reports/:id", reports::page);
  }

  private void server() {
    var server = new ServerRoutes(services);
    var client = new ClientRoutes();
    var demo = new DemoRoutes(services.access()::demoKey, client);
    route(GET, ClientRoutes.PATH + ":file", EVERYONE, client::file);
    route(GET, "/demo", EVERYONE, demo::home);
    route(GET, DemoRoutes.PATH + ":page", EVERYONE, demo::page);
    route(GET, "/.well-known/gpc.json", EVERYONE, server::gpc);
    route(GET, "/openapi.yaml", EVERYONE, server::openapi);
    route(GET, "/llms.txt", EVERYONE, server::forAgents);
    route(GET, "/health/live", EVERYONE, server::live);
    route(GET, "/health/ready", EVERYONE, server::ready);
    route(GET, "/metrics", admin(OPERATOR), Callers.SCRAPERS, server::metrics);
  }

  private void people() {
    var people = new PeopleRoutes(services.people(), gate);
    var keys = new KeyRoutes(services.people().keys(), gate);
    var audit = new AuditRoutes(services.people().audit());
    route(GET, "/v1/session", Route.ANY_ROLE, people::session);
    route(GET, "/v1/users", admin(OPERATOR), people::list);
    route(POST, "/v1/users", admin(OPERATOR), people::invite);
    route(PUT, "/v1/users/:id", admin(OPERATOR), people::change);
    route(POST, "/v1/users/:id/link", admin(OPERATOR), people::link);
    route(GET, "/v1/keys", admin(OPERATOR), keys::list);
    route(POST, "/v1/keys", admin(OPERATOR), keys::create);
    route(PUT, "/v1/keys/:id", admin(OPERATOR), keys::rename);
    route(DELETE, "/v1/keys/:id", admin(OPERATOR), keys::revoke);
    route(GET, "/v1/audit", admin(OPERATOR, PRIVACY), audit::show);
    var webhooks = new WebhookRoutes(services.webhooks(), gate);
    var one = "/v1/webhooks/:id";
    route(GET, "/v1/webhooks", admin(OPERATOR), webhooks::list);
    route(POST, "/v1/webhooks", admin(OPERATOR), webhooks::add);
    route(DELETE, one, admin(OPERATOR), webhooks::remove);
    route(POST, one + "/rotate", admin(OPERATOR), webhooks::rotate);
    route(POST, one + "/test", admin(OPERATOR), webhooks::test);
    route(GET, one + "/messages", admin(OPERATOR), webhooks::messages);
    route(POST, one + "/replay", admin(OPERATOR), webhooks::replay);
  }

  private void console() {
    route(GET, ConsoleRoutes.PATH, EVERYONE, console::home);
    ConsoleRoutes.files().forEach((path, file) -> route(GET, path, EVERYONE, file));
    person(GET, "/sign-in", EVERYONE, signIn::form);
    person(POST, "/sign-in", EVERYONE, signIn::signIn);
    person(GET, "/provider", EVERYONE, provider::begin);
    person(GET, "/callback", EVERYONE, provider::finish);
    person(GET, "/invitation", EVERYONE, signIn::invitation);
    person(POST, "/invitation", EVERYONE, signIn::join);
    person(POST, "/sign-out", Route.ANY_ROLE, signIn::signOut);
    person(POST, "/sign-out-everywhere", Route.ANY_ROLE, signIn::signOutEverywhere);
    for (var page : console.pages()) {
      var who = Set.<Grant>copyOf(page.roles());
      person(GET, "/" + page.name(), who, console.show(page));
      if (page.head().takesForms()) {
        person(POST, "/" + page.name(), who, console.submit(page));
      }
    }
  }

  private void person(
      HttpMethod method, String path, Set<Grant> who, Handler<RoutingContext> handler) {
    route(method, ConsoleRoutes.PATH + path, who, Callers.PEOPLE, handler);
  }

  /** The route of a listener of its own. */
  static Route openMetrics(Services services) {
    var server = new ServerRoutes(services);
    return new Route(GET, "/metrics", EVERYONE, Callers.PEOPLE, server::metrics);
  }

  private void ofSites(HttpMethod method, String path, Handler<RoutingContext> handler) {
    route(method, path, ANY_KEY, Callers.PAGES_OF_SITES, handler);
  }

  private void page(String path, Handler<RoutingContext> handler) {
    route(GET, path, READERS, Callers.PEOPLE, handler);
  }

  private void route(
      HttpMethod method, String path, Set<Grant> who, Handler<RoutingContext> handler) {
    route(method, path, who, Callers.PROGRAMS, handler);
  }

  private void route(
      HttpMethod method,
      String path,
      Set<Grant> who,
      Callers callers,
      Handler<RoutingContext> handler) {
    routes.add(new Route(method, path, who, callers, handler));
  }
}
