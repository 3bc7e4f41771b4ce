package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.base.RuleCheck;
import io.knowfirst.rules.check.Outside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderWalkTest {
  @TempDir Path dir;
  private Path folder;
  private int sound;

  @BeforeEach
  void write() throws IOException {
    folder = SoundFolder.write(dir.resolve("folder"), SoundFolder.FILES);
    sound = RuleFolder.files(folder).size();
  }

  @Test
  void a_symbolic_link_is_not_followed_and_told() throws IOException {
    var secret = Files.writeString(dir.resolve("secret.yaml"), "headline: secret\n");
    var outside = Files.createDirectories(dir.resolve("outside"));
    Files.writeString(outside.resolve("more.yaml"), "headline: secret\n");
    Files.createSymbolicLink(folder.resolve("contents/leak.yaml"), secret);
    Files.createSymbolicLink(folder.resolve("campaigns/out"), outside);
    Files.createSymbolicLink(folder.resolve("segments/gone.drl"), dir.resolve("gone"));
    Files.createSymbolicLink(folder.resolve("segments/circle"), folder);
    assertThat(RuleFolder.files(folder)).hasSize(sound);
    assertThat(RuleFolder.unread(folder))
        .extracting(Finding::file)
        .containsExactlyInAnyOrder(
            "contents/leak.yaml", "campaigns/out", "segments/gone.drl", "segments/circle");
    assertThat(RuleFolder.unread(folder)).allMatch(f -> f.message().contains("symbolic link"));
  }

  @Test
  void a_mounted_volume_of_kubernetes_is_read_and_its_next_version_too() throws IOException {
    var mount = Files.createDirectories(dir.resolve("mount"));
    var first = SoundFolder.write(mount.resolve("..2026_11_01_10_00_00.1"), SoundFolder.FILES);
    Files.createSymbolicLink(mount.resolve("..data"), first.getFileName());
    try (var entries = Files.list(first)) {
      for (var entry : entries.toList()) {
        var name = entry.getFileName();
        Files.createSymbolicLink(mount.resolve(name), Path.of("..data").resolve(name));
      }
    }
    assertThat(RuleFolder.files(mount)).isEqualTo(RuleFolder.files(folder));
    assertThat(RuleFolder.unread(mount)).isEmpty();

    var next = SoundFolder.write(mount.resolve("..2026_11_01_11_00_00.2"), SoundFolder.FILES);
    Files.writeString(next.resolve("shop.yaml"), "timezone: UTC\ncurrency: CHF\n");
    var swapped = Files.createSymbolicLink(mount.resolve("..data_tmp"), next.getFileName());
    Files.move(swapped, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    assertThat(RuleFolder.files(mount).get("shop.yaml")).contains("CHF");
  }

  @Test
  void no_link_of_a_mounted_volume_leads_to_a_secret_outside() throws IOException {
    var secrets = Files.createDirectories(dir.resolve("secrets"));
    Files.writeString(secrets.resolve("token.yaml"), "headline: secret\n");
    Files.createSymbolicLink(folder.resolve("..data"), secrets);
    Files.createSymbolicLink(
        folder.resolve("contents/token.yaml"), Path.of("../..data/token.yaml"));
    Files.createSymbolicLink(folder.resolve("experiments2"), Path.of("..data"));
    Files.createSymbolicLink(folder.resolve("contents/up"), Path.of("../../secrets"));
    assertThat(RuleFolder.files(folder)).hasSize(sound);
    assertThat(RuleFolder.files(folder).values()).noneMatch(text -> text.contains("secret"));
    assertThat(RuleFolder.unread(folder))
        .hasSize(3)
        .allMatch(found -> found.message().contains("leads out of the folder"));
  }

  @Test
  void a_directory_that_is_replaced_by_a_link_while_it_is_read_leads_nowhere() throws IOException {
    var outside = Files.createDirectories(dir.resolve("outside"));
    var walk = FolderWalk.of(folder);
    for (var name : walk.files().keySet()) {
      if (name.startsWith("contents/")) {
        Files.writeString(outside.resolve(Path.of(name).getFileName()), "headline: secret\n");
      }
    }
    Files.move(folder.resolve("contents"), dir.resolve("moved"));
    Files.createSymbolicLink(folder.resolve("contents"), outside);
    assertThatThrownBy(() -> FolderFiles.of(walk))
        .hasMessageContaining("contents/")
        .hasMessageContaining("KF010")
        .hasMessageNotContaining("secret");
  }

  @Test
  void a_name_with_a_line_break_is_told_on_one_line() throws IOException {
    Files.writeString(folder.resolve("contents/a.txt\n2026-11-22 ERROR forged"), "x");
    assertThat(RuleFolder.unread(folder))
        .singleElement()
        .matches(finding -> finding.toString().lines().count() == 1);
  }

  @Test
  void links_among_directories_end_somewhere() throws IOException {
    for (int i = 0; i < 12; i++) {
      var directory = Files.createDirectories(folder.resolve("contents/d" + i));
      Files.createSymbolicLink(directory.resolve("a"), folder.resolve("contents/d" + (i + 1) % 12));
      Files.createSymbolicLink(directory.resolve("b"), folder.resolve("contents/d" + (i + 1) % 12));
    }
    assertThat(RuleFolder.files(folder)).hasSize(sound);
    assertThat(RuleFolder.unread(folder)).hasSize(12 * 2 * 2);
  }

  @Test
  void the_folder_itself_may_be_a_link() throws IOException {
    var link = Files.createSymbolicLink(dir.resolve("link"), folder);
    assertThat(RuleFolder.files(link)).hasSize(sound);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "campaigns/.#sale.drl",
        "campaigns/._sale.yaml",
        ".DS_Store",
        ".git/config.yaml",
        "contents/.hidden/a.yaml",
        "campaigns/sale.yaml~",
        "campaigns/.sale.yaml.swp",
        "campaigns/sale.drl.swp",
        "campaigns/#sale.yaml#",
        "__MACOSX/campaigns/sale.yaml",
        "README.md",
      })
  void what_editors_and_systems_leave_behind_is_skipped(String name) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.write(folder.resolve(name), new byte[] {(byte) 0xff, 0, 1});
    assertThat(RuleFolder.files(folder)).hasSize(sound);
    assertThat(RuleFolder.unread(folder)).isEmpty();
    assertThat(RuleFolder.takes(name)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "metrics.yml,metrics.yaml",
    "experiments/e.yml,experiments/e.yaml",
    "scenarios/s.YAML,scenarios/s.yaml",
    "campaigns/more.DRL,campaigns/more.drl",
    "campaigns/places.CSV,campaigns/places.csv",
    "campaigns/places.xlsx,.csv",
    "campaign/x.yaml,campaigns/x.yaml",
    "experiment/x.yaml,experiments/x.yaml",
    "content/x.yaml,contents/x.yaml",
    "scenario/x.yaml,scenarios/x.yaml",
    "placement.yaml,placements.yaml",
    "contents/data.json,.yaml",
    "notes.txt,.yaml",
  })
  void a_file_that_is_not_read_is_told_with_what_was_expected(String name, String expected)
      throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(folder.resolve(name), "garbage");
    var outside = Outside.at(Instant.parse("2026-11-22T12:00:00Z"));
    var check = RuleCheck.of(folder, outside);
    assertThat(check.findings())
        .filteredOn(finding -> finding.file().equals(name))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("KF205");
              assertThat(finding.isError()).isFalse();
              assertThat(finding.message()).contains(expected);
            });
  }

  @Test
  void a_file_that_is_too_large_is_told_and_so_are_others() throws IOException {
    Files.write(folder.resolve("contents/large.yaml"), new byte[(4 << 20) + 1]);
    Files.write(folder.resolve("contents/latin.yaml"), new byte[] {(byte) 0xfc});
    assertThatThrownBy(() -> RuleFolder.files(folder))
        .hasMessageContaining("contents/large.yaml:1:1: error: The file is larger than 4 MiB")
        .hasMessageContaining("contents/latin.yaml:1:1: error: The file is not UTF-8");
  }
}
