package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.item;
import static io.knowfirst.server.profile.Happened.track;
import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Touch;
import io.knowfirst.server.model.Event;
import io.knowfirst.server.profile.Receipt.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Orders across ids, batches, members and restarts. */
class OrderEventsTest {
  @RegisterExtension static final LoneMember LONE = new LoneMember();

  private static final Member member = LONE.member;

  @Test
  void anOrderThatIsPlacedAgainIsADuplicateWhateverIdItComesUnder() {
    assertThat(accept(order("phone", "1", "Order Completed", "#7")))
        .containsExactly(Status.ACCEPTED);
    assertThat(accept(order("phone", "2", "Order Completed", "#7")))
        .containsExactly(Status.ORDER_REPEATED);
    assertThat(accept(order("phone", "2", "Order Completed", "#7")))
        .containsExactly(Status.DUPLICATE);
    assertThat(accept(order("ann", "3", "Order Completed", "#7"))).containsExactly(Status.ACCEPTED);
    accept(identify("ann", "phone", "4", 1, Map.of()));
    assertThat(accept(order("ann", "5", "Order Completed", "#7")))
        .containsExactly(Status.ORDER_REPEATED);
    assertThat(accept(order("bob", "6", "Order Completed", "#7"))).containsExactly(Status.ACCEPTED);
    assertThat(bought("ann")).isEqualTo(1);
    assertThat(bought("phone")).isEqualTo(1);
  }

  @Test
  void inOneBatchAnOrderIsAcceptedOnce() {
    var statuses =
        accept(
            order("carl", "1", "Order Completed", "1"),
            order("carl", "2", "Order Completed", "1"),
            order("carl", "3", "Order Completed", "2"));
    assertThat(statuses)
        .containsExactlyInAnyOrder(Status.ACCEPTED, Status.ORDER_REPEATED, Status.ACCEPTED);
    assertThat(bought("carl")).isEqualTo(2);
  }

  @Test
  void aChangeOfAnOrderThatIsNotKnownIsReportedAndCountsOnceItIs() {
    assertThat(accept(order("dora", "1", "Order Refunded", "9")))
        .containsExactly(Status.ORDER_UNKNOWN);
    assertThat(accept(track("dora", "2", 0, "Order Cancelled", item("p"), Map.of())))
        .containsExactly(Status.ORDER_NOT_NAMED);
    assertThat(accept(order("dora", "3", "Order Completed", "9"))).containsExactly(Status.ACCEPTED);
    assertThat(accept(order("dora", "4", "Order Refunded", "9"))).containsExactly(Status.ACCEPTED);
    assertThat(bought("dora")).isZero();
  }

  @Test
  void whatIsFoldedAnewIsWhatWasFoldedAsItCame() {
    accept(
        order("eva", "1", "Order Completed", "1"),
        order("eva", "2", "Order Completed", "2"),
        track("eva", "3", 3, "Cart Viewed", item("p"), Map.of()),
        identify("eva", null, "4", 4, Map.of("plan", "gold")));
    accept(
        identify("eva", null, "5", 5, Map.of("plan", List.of())),
        order("eva", "6", "Order Refunded", "1"),
        order("eva", "7", "Order Completed", "1"));
    var profile = member.find("eva");
    assertThat(profile.traits()).isEmpty();
    assertThat(bought("eva")).isEqualTo(1);
    try (var other = Member.alone(LONE.vertx, LONE.database)) {
      assertThat(other.find("eva")).isEqualTo(profile);
    }
  }

  private static List<Status> accept(Event... events) {
    return member.accept(events).stream().map(Receipt::status).toList();
  }

  private static long bought(String visitor) {
    return member.find(visitor).history().touches().stream()
        .filter(touch -> touch.kind() == Touch.Kind.BOUGHT)
        .count();
  }

  private static Event order(String visitor, String id, String name, String order) {
    return track(visitor, id, 0, name, item("p"), Map.of("order_id", order));
  }
}
