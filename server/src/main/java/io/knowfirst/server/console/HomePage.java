package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.rulesets.versions.Status;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/** Where the console begins: what is live, and what there is to read. */
final class HomePage implements ConsolePage {
  private static final int SHOWN = 12;

  private final Supplier<Status> live;

  HomePage(Supplier<Status> live) {
    this.live = live;
  }

  /** The version that decides now. */
  record Model(String version, Instant since) {}

  @Override
  public String name() {
    return "home";
  }

  @Override
  public Set<Role> roles() {
    return EnumSet.allOf(Role.class);
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    var now = live.get();
    var model = new Model(now.hash().substring(0, SHOWN), now.since());
    return Future.succeededFuture(View.of("home.jte", model));
  }
}
