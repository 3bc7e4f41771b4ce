package io.knowfirst.server.rulesets.versions;

import static io.knowfirst.server.rulesets.versions.Shop.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.folder.RuleFolder;
import io.knowfirst.rules.folder.RuleFolderException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
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
  void the_first_folder_is_the_first_version() {
    var member = shop.member(false);

    assertThat(shop.begin(member, TinyShop.files())).startsWith("published now, from ");
    var version = await(member.versions().find(member.get().base().hash()));
    assertThat(version.author()).isEqualTo("start");
    assertThat(version.parent()).isNull();
  }

  @Test
  void a_folder_that_is_live_already_is_not_published_again() {
    shop.started(false, TinyShop.files());
    var member = shop.member(false);

    assertThat(shop.begin(member, TinyShop.files())).startsWith("as in ");
    assertThat(await(member.versions().audit(member.get().base().hash()))).hasSize(1);
  }

  @Test
  void a_folder_that_was_never_published_goes_live() {
    shop.started(false, TinyShop.files());
    var member = shop.member(false);

    assertThat(shop.begin(member, TinyShop.within(31))).startsWith("published now, from ");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.within(31)));
  }

  @Test
  void a_folder_that_was_published_before_does_not_undo_what_came_after_it() {
    var first = shop.started(false, TinyShop.files());
    await(first.publish(TinyShop.within(31), "key", "more"));
    var member = shop.member(false);

    assertThat(shop.begin(member, TinyShop.files()))
        .startsWith("the version that was live; ")
        .contains("published before");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.within(31)));
  }

  @Test
  void with_four_eyes_a_new_folder_waits() {
    shop.started(true, TinyShop.files());
    var member = shop.member(true);

    assertThat(shop.begin(member, TinyShop.within(31))).contains("waits for an approval");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.files()));
  }

  @Test
  void a_folder_with_errors_leaves_what_was_live() {
    shop.started(false, TinyShop.files());
    var member = shop.member(false);

    assertThat(shop.begin(member, TinyShop.broken())).contains("is refused");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.files()));
  }

  @Test
  void a_folder_with_errors_where_nothing_was_live_ends_the_start_with_all_findings() {
    var member = shop.member(false);

    assertThatThrownBy(() -> shop.begin(member, TinyShop.broken()))
        .isInstanceOf(RuleFolderException.class)
        .hasMessageContaining(TinyShop.RULES + ":6:");
  }

  @Test
  void without_a_folder_what_was_published_decides_and_the_example_only_where_nothing_was() {
    var example = Start.read(null, Duration.ZERO, java.time.Instant.now());
    var empty = shop.member(false);
    assertThat(example.begin(empty)).contains("the example shop");
    assertThat(empty.get().base().hash()).isEqualTo(RuleFolder.example().hash());

    await(empty.publish(TinyShop.files(), "key", "mine"));
    var member = shop.member(false);
    assertThat(example.begin(member)).isEqualTo("the version that was live");
    assertThat(member.get().base().hash()).isEqualTo(RuleFolder.hash(TinyShop.files()));
  }
}
