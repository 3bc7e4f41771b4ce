package io.knowfirst.server.rulesets.versions;

import static io.knowfirst.server.rulesets.versions.Shop.await;
import static io.knowfirst.server.rulesets.versions.Shop.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.knowfirst.rules.folder.Finding;
import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.server.decide.ActiveRules;
import io.knowfirst.server.model.Actor;
import io.knowfirst.server.rulesets.versions.AuditEntry.What;
import io.knowfirst.server.rulesets.versions.RulesetRefused.Why;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesetsTest {
  private static final String ANN = "key-ann";
  private static final String BEN = "key-ben";

  @TempDir private Path scratch;
  private Shop shop;

  @BeforeEach
  void open() {
    shop = new Shop(scratch);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  @Test
  void what_is_published_decides_and_running_decisions_keep_the_rules_they_began_with() {
    var member = shop.started(false, TinyShop.files());
    var before = member.get();

    var published = await(member.publish(TinyShop.within(31), ANN, "one day more"));

    assertThat(published.changed()).isTrue();
    assertThat(published.version().live()).isTrue();
    assertThat(published.version().parent()).isEqualTo(before.base().hash());
    assertThat(published.version().author()).isEqualTo(ANN);
    assertThat(published.version().message()).isEqualTo("one day more");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.within(31)));
    assertThat(before.base().evaluate(java.util.List.of(), Duration.ofSeconds(1)).failures())
        .as("the old rules still work for who holds them")
        .isEmpty();
    assertThat(await(member.versions().files(published.version().hash())))
        .isEqualTo(TinyShop.within(31));
  }

  @Test
  void files_that_follow_another_version_than_the_live_one_are_refused_and_change_nothing() {
    var member = shop.started(false, TinyShop.files());
    var base = member.get().base().hash();
    await(member.publish(TinyShop.within(31), ANN, "meanwhile"));

    var late = new Proposal(TinyShop.within(40), Actor.itself(BEN), "late", 1, base, null);
    var refused = refusal(member.publish(late));

    assertThat(refused.why()).isEqualTo(Why.STATE);
    assertThat(refused.reason()).contains(base.substring(0, 12), "Maybe rebase");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.within(31)));
    var next =
        new Proposal(
            TinyShop.within(40), Actor.itself(BEN), "next", 1, member.get().base().hash(), null);
    assertThat(await(member.publish(next)).changed()).isTrue();
  }

  @Test
  void what_another_one_approved_before_goes_live_at_once_and_both_are_in_the_audit() {
    var member = shop.started(true, TinyShop.files());
    var own =
        new Proposal(TinyShop.within(31), Actor.itself(ANN), "mine", 1, null, Actor.itself(ANN));
    assertThat(refusal(member.publish(own)).why()).isEqualTo(Why.SAME_PERSON);

    var done =
        await(
            member.publish(
                new Proposal(
                    TinyShop.within(31), Actor.itself(ANN), "ours", 1, null, Actor.itself(BEN))));

    assertThat(done.version().live()).isTrue();
    assertThat(done.version().state()).isEqualTo(Version.State.APPROVED);
    assertThat(await(member.versions().audit(done.version().hash())))
        .extracting(AuditEntry::who, AuditEntry::what)
        .containsExactly(tuple(BEN, What.APPROVED), tuple(ANN, What.PUBLISHED));
  }

  @Test
  void what_does_not_compile_is_refused_with_findings_and_the_last_good_version_decides_on() {
    var member = shop.started(false, TinyShop.files());
    var before = member.get();

    var refused = refusal(member.publish(TinyShop.broken(), ANN, "oops"));

    assertThat(refused.why()).isEqualTo(Why.FINDINGS);
    var error = refused.findings().stream().filter(Finding::isError).findFirst().orElseThrow();
    assertThat(error.file()).isEqualTo(TinyShop.RULES);
    assertThat(error.line()).isEqualTo(6);
    assertThat(member.get()).isSameAs(before);
    assertThat(member.status().refused().findings()).isEqualTo(refused.findings());
    var hash = RuleFolder.hash(TinyShop.broken());
    assertThat(await(member.versions().audit(hash)))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.what()).isEqualTo(What.REFUSED);
              assertThat(row.who()).isEqualTo(ANN);
              assertThat(row.reason()).contains(TinyShop.RULES + ":6:");
            });
    assertThat(shop.metrics.counter("knowfirst.ruleset.refused").count()).isEqualTo(1);

    await(member.publish(TinyShop.within(31), ANN, "mended"));
    assertThat(member.status().refused()).as("after it was mended").isNull();
  }

  @Test
  void going_back_takes_one_call_and_the_history_keeps_everything() {
    var member = shop.started(false, TinyShop.files());
    var first = member.get().base().hash();
    await(member.publish(TinyShop.within(31), ANN, "one more"));

    var back = await(member.rollback(first.substring(0, 8), Actor.itself(BEN), "was wrong"));

    assertThat(back.version().hash()).isEqualTo(first);
    assertThat(member.get().base().hash()).isEqualTo(first);
    assertThat(await(member.versions().page(null, 10)))
        .extracting(Version::message)
        .hasSize(2)
        .first()
        .isEqualTo("one more");
    assertThat(await(member.versions().audit(first)))
        .extracting(AuditEntry::what)
        .containsExactly(What.ROLLED_BACK, What.PUBLISHED);
  }

  @Test
  void a_version_that_has_left_memory_can_be_gone_back_to_as_well() {
    var member = shop.started(false, TinyShop.files());
    var first = member.get().base().hash();
    for (int days = 31; days < 36; days++) {
      await(member.publish(TinyShop.within(days), ANN, "more"));
    }

    assertThat(await(member.rollback(first, Actor.itself(ANN), "back")).version().live()).isTrue();
    assertThat(member.get().base().hash()).isEqualTo(first);
  }

  @Test
  void publishing_what_decides_already_changes_nothing() {
    var member = shop.started(false, TinyShop.files());
    var before = member.get();

    assertThat(await(member.publish(TinyShop.files(), ANN, "again")).changed()).isFalse();
    assertThat(member.get()).isSameAs(before);
  }

  @Test
  void with_four_eyes_a_version_waits_for_a_key_that_is_not_its_authors() {
    var member = shop.started(true, TinyShop.files());
    var first = member.get().base().hash();
    assertThat(first).as("the first needs nobody").isEqualTo(RuleFolder.hash(TinyShop.files()));

    var proposed = await(member.publish(TinyShop.within(31), ANN, "one more")).version();
    assertThat(proposed.state()).isEqualTo(Version.State.PENDING);
    assertThat(proposed.live()).isFalse();
    assertThat(member.get().base().hash()).isEqualTo(first);

    assertThat(refusal(member.approve(proposed.hash(), Actor.itself(ANN))).why())
        .isEqualTo(Why.SAME_PERSON);
    assertThat(refusal(member.rollback(proposed.hash(), Actor.itself(BEN), "")).why())
        .isEqualTo(Why.STATE);
    assertThat(member.get().base().hash()).isEqualTo(first);

    assertThat(await(member.approve(proposed.hash(), Actor.itself(BEN))).version().live()).isTrue();
    assertThat(member.get().base().hash()).isEqualTo(proposed.hash());
    assertThat(refusal(member.approve(proposed.hash(), Actor.itself(BEN))).why())
        .isEqualTo(Why.STATE);
    assertThat(await(member.versions().audit(proposed.hash())))
        .extracting(AuditEntry::what)
        .containsExactly(What.APPROVED, What.REFUSED, What.PROPOSED);

    assertThat(await(member.rollback(first, Actor.itself(ANN), "back")).version().live())
        .as("going back needs nobody else")
        .isTrue();
  }

  @Test
  void the_gate_may_refuse_with_a_reason() {
    var member =
        shop.member(
            false,
            (candidate, inForce, most) ->
                candidate.base().hash().equals(inForce.base().hash())
                    ? Optional.empty()
                    : Optional.of("12 % would change, expected at most 3 %."));
    shop.begin(member, TinyShop.files());

    var refused = refusal(member.publish(TinyShop.within(31), ANN, "much"));

    assertThat(refused.why()).isEqualTo(Why.GATE);
    assertThat(refused.reason()).contains("12 %");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.files()));
    assertThat(await(member.versions().audit(RuleFolder.hash(TinyShop.within(31)))))
        .extracting(AuditEntry::what)
        .containsExactly(What.REFUSED);
  }

  @Test
  void a_hash_that_names_no_version_is_refused() {
    var member = shop.started(false, TinyShop.files());

    for (var hash : new String[] {"abcdef", "abc", "%%%%%%", "", "A".repeat(64), "x".repeat(999)}) {
      assertThat(refusal(member.rollback(hash, Actor.itself(ANN), "")).why())
          .as(hash)
          .isEqualTo(Why.UNKNOWN);
    }
  }

  @Test
  void every_member_changes_over_and_one_that_starts_later_begins_with_what_is_live() {
    var one = shop.started(false, TinyShop.files());
    var other = shop.started(false, TinyShop.files());
    shop.follow(one);
    shop.follow(other);

    await(one.publish(TinyShop.within(31), ANN, "one more"));
    var hash = one.get().base().hash();
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(other.get().base().hash()).isEqualTo(hash));

    await(other.rollback(RuleFolder.hash(TinyShop.files()), Actor.itself(ANN), "back"));
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> assertThat(one.get().base().hash()).isEqualTo(other.get().base().hash()));

    await(one.publish(TinyShop.within(40), ANN, "many more"));
    var later = shop.started(false, TinyShop.within(31));
    assertThat(later.get().base().hash())
        .as("its folder was published before")
        .isEqualTo(RuleFolder.hash(TinyShop.within(40)));
  }

  @Test
  void members_that_publish_at_once_end_with_the_same_version() {
    var one = shop.started(false, TinyShop.files());
    var other = shop.started(false, TinyShop.files());
    shop.follow(one);
    shop.follow(other);

    var all = new ArrayList<io.vertx.core.Future<Publication>>();
    for (int days = 40; days < 44; days++) {
      all.add((days % 2 == 0 ? one : other).publish(TinyShop.within(days), ANN, "race"));
    }
    var published =
        all.stream()
            .map(done -> Shop.await(done.map(true).recover(RulesetsTest::overtaken)))
            .toList();
    assertThat(published.subList(2, 4)).as("the last of each member").containsOnly(true);

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              var live = await(one.versions().page(null, 10)).stream().filter(Version::live);
              var hash = live.findFirst().orElseThrow().hash();
              assertThat(one.get().base().hash()).isEqualTo(hash);
              assertThat(other.get().base().hash()).isEqualTo(hash);
            });
  }

  /** On one member, the check of a later publication may end first. */
  private static io.vertx.core.Future<Boolean> overtaken(Throwable refused) {
    assertThat(refused)
        .isInstanceOf(RulesetRefused.class)
        .hasMessageStartingWith("What was published after it decides already.");
    return io.vertx.core.Future.succeededFuture(false);
  }

  @Test
  void rules_that_were_replaced_become_garbage() {
    var member = shop.started(false, TinyShop.files());
    var replaced = new ArrayList<WeakReference<ActiveRules>>();
    for (int days = 31; days < 51; days++) {
      replaced.add(new WeakReference<>(member.get()));
      await(member.publish(TinyShop.within(days), ANN, "more"));
    }

    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(replaced.stream().filter(r -> r.get() != null).count())
                  .as("those that a rollback may want")
                  .isLessThanOrEqualTo(2);
            });
  }
}
