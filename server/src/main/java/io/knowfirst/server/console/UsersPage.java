package io.knowfirst.server.console;

import io.knowfirst.server.access.Role;
import io.knowfirst.server.people.People;
import io.knowfirst.server.people.User;
import io.knowfirst.server.people.UserRefused;
import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may sign in, and what they may do. */
final class UsersPage implements ConsolePage {
  private static final PageHead HEAD = PageHead.of("users", Role.OPERATOR).withForms();
  private final People people;

  UsersPage(People people) {
    this.people = people;
  }

  /**
   * The users.
   *
   * @param invited somebody just invited, whose link is shown this once; null for nobody
   * @param link for them; empty for nobody
   * @param problem why something was not done; empty for nothing
   * @param own id of whoever looks
   */
  record Model(List<User> users, @Nullable User invited, String link, String problem, String own) {
    static final List<Role> ROLES = List.of(Role.values());

    List<Role> sorted(User user) {
      return user.roles().stream().sorted().toList();
    }

    String state(User user) {
      return user.disabled() != null ? "disabled" : user.joined() ? "active" : "invited";
    }
  }

  @Override
  public PageHead head() {
    return HEAD;
  }

  @Override
  public Future<View> show(ConsoleRequest request) {
    return show(request, null, "", "");
  }

  private Future<View> show(
      ConsoleRequest request, @Nullable User invited, String link, String problem) {
    var own = request.who().user().id();
    return people
        .users()
        .list()
        .map(users -> View.of("users.jte", new Model(users, invited, link, problem, own)));
  }

  @Override
  public Future<View> submit(ConsoleRequest request) {
    return taken(request)
        .recover(
            failure ->
                failure instanceof UserRefused refused
                    ? show(request, null, "", refused.reason())
                    : Future.failedFuture(failure));
  }

  private Future<View> taken(ConsoleRequest request) {
    var users = people.users();
    var id = request.field("id");
    return switch (request.field("action")) {
      case "invite" ->
          users
              .invite(request.field("email"), chosen(request), request.actor())
              .compose(made -> shown(request, made));
      case "link" -> users.link(id, request.actor()).compose(made -> shown(request, made));
      case "roles" ->
          users
              .change(id, chosen(request), null, request.actor())
              .map(changed -> View.done("saved"));
      case "disable" ->
          users.change(id, null, true, request.actor()).map(changed -> View.done("disabled"));
      case "enable" ->
          users.change(id, null, false, request.actor()).map(changed -> View.done("enabled"));
      default -> show(request);
    };
  }

  private Future<View> shown(ConsoleRequest request, User.Invited made) {
    return show(
        request, made.user(), request.address() + "/console/invitation?token=" + made.token(), "");
  }

  private static Set<Role> chosen(ConsoleRequest request) {
    var roles = EnumSet.noneOf(Role.class);
    request.all("role").forEach(word -> Role.of(word).ifPresent(roles::add));
    return roles;
  }
}
