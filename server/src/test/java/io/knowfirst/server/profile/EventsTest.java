package io.knowfirst.server.profile;

import static io.knowfirst.server.profile.Happened.consent;
import static io.knowfirst.server.profile.Happened.identify;
import static io.knowfirst.server.profile.Happened.viewed;
import static io.knowfirst.server.profile.Receipt.Status.ACCEPTED;
import static io.knowfirst.server.profile.Receipt.Status.DUPLICATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventsTest {
  @RegisterExtension static final LoneMember LONE = new LoneMember();

  private static final Member member = LONE.member;

  @Test
  void anUnseenVisitorHasTheEmptyProfileWhichIsThenAtHand() {
    assertThat(member.find("nobody")).isEqualTo(Profile.empty("nobody"));
    assertThat(member.profiles.find("nobody").isComplete()).isTrue();
  }

  @Test
  void anAcceptedEventIsSeenByTheNextFindWhetherCachedOrNot() {
    assertThat(member.accept(viewed("ann", "1", 0, "p1")))
        .containsExactly(new Receipt("1", ACCEPTED));
    assertThat(member.find("ann").history().touches()).hasSize(1);
    member.accept(viewed("ann", "2", 1, "p2"), viewed("ann", "3", 2, "p3"));
    assertThat(member.find("ann").history().touches())
        .extracting(touch -> touch.item().product())
        .containsExactly("p1", "p2", "p3");
  }

  @Test
  void theSameMessageIsADuplicateWithinABatchAndLater() {
    var event = viewed("bob", "1", 0, "p1");
    assertThat(member.accept(event, event, viewed("bob", "2", 1, "p1")))
        .extracting(Receipt::status)
        .containsExactly(ACCEPTED, DUPLICATE, ACCEPTED);
    assertThat(member.find("bob").history().touches()).hasSize(2);
    assertThat(member.accept(event)).containsExactly(new Receipt("1", DUPLICATE));
    assertThat(member.find("bob").history().touches()).hasSize(2);
    assertThat(member.accept(viewed("bobby", "1", 0, "p1")))
        .containsExactly(new Receipt("1", ACCEPTED));
  }

  @Test
  void identifyTiesTheAnonymousVisitorToTheKnownOne() {
    member.accept(
        viewed("anon", "1", 0, "p1"), consent("anon", "2", 1, Map.of("personalization", true)));
    member.accept(viewed("carla", "1", -100, "p2"));
    assertThat(member.find("anon").known()).isFalse();
    assertThat(member.find("carla").history().touches()).hasSize(1);

    member.accept(identify("carla", "anon", "i1", 2, Map.of("household", "family")));

    var profile = member.find("anon");
    assertThat(profile.visitor()).isEqualTo("carla");
    assertThat(profile).isEqualTo(member.find("carla"));
    assertThat(profile.known()).isTrue();
    assertThat(profile.traits().get("household").values()).isEqualTo(List.of("family"));
    assertThat(profile.consents().get("personalization").granted()).isTrue();
    assertThat(profile.history().touches()).hasSize(2);

    member.accept(viewed("anon", "3", 3, "p3"));
    assertThat(member.find("carla").history().touches()).hasSize(3);
  }
}
