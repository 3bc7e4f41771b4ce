package io.knowfirst.server.rulesets.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.knowfirst.rules.folder.Finding;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
  @Test
  void what_is_packed_comes_out_the_same_and_always_as_the_same_bytes() {
    var files = TinyShop.files();
    files.put("contents/grüße.yaml", "headline: Grüße 🎁\n");

    assertThat(Archive.unpack(Archive.pack(files))).isEqualTo(files);
    assertThat(Archive.pack(files)).isEqualTo(Archive.pack(files));
  }

  @Test
  void a_folder_zipped_with_its_own_name_is_taken_as_the_folder() throws IOException {
    var zip =
        zip("my shop/shop.yaml", "x", "my shop/contents/a.yaml", "y", "my shop/README.md", "");

    assertThat(Archive.unpack(zip)).containsOnlyKeys("shop.yaml", "contents/a.yaml");
  }

  @Test
  void what_is_left_out_of_a_zip_is_told_by_name() throws IOException {
    var unread = new ArrayList<Finding>();
    var zip =
        zip(
            "shop/shop.yaml",
            "x",
            "shop/segments/prices.xlsx",
            "PK",
            "shop/contents/a.json",
            "{}",
            "shop/.DS_Store",
            "",
            "shop/README.md",
            "");
    assertThat(Archive.unpack(zip, unread)).containsOnlyKeys("shop.yaml");
    assertThat(unread)
        .extracting(Finding::file)
        .containsExactly("segments/prices.xlsx", "contents/a.json");
    assertThat(unread.get(0).message()).contains("Maybe save the table as CSV");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../shop.yaml",
        "a/../../shop.yaml",
        "/etc/passwd.yaml",
        "a//b.yaml",
        "./a.yaml",
        "..\\a.yaml",
        "C:\\a.yaml",
        "a\nb.yaml",
        "a/./b.drl"
      })
  void paths_that_lead_elsewhere_are_refused(String path) {
    assertThatThrownBy(() -> Archive.unpack(zip(path, "x")))
        .isInstanceOf(BadArchiveException.class)
        .hasMessageContaining("expected a path within the folder");
  }

  @Test
  void a_zip_that_unpacks_to_more_than_it_may_is_refused_before_it_is_unpacked()
      throws IOException {
    var bomb = zip("bomb.yaml", "0".repeat(Archive.LARGEST_FILE + 1));
    assertThat(bomb.length).isLessThan(20_000);

    assertThatThrownBy(() -> Archive.unpack(bomb)).hasMessageContaining("\"bomb.yaml\" is larger");
  }

  @Test
  void many_files_that_are_too_much_together_are_refused() throws IOException {
    var texts = new String[34];
    for (int i = 0; i < texts.length; i += 2) {
      texts[i] = "f" + i + ".md";
      texts[i + 1] = "0".repeat(Archive.LARGEST_FILE);
    }

    assertThatThrownBy(() -> Archive.unpack(zip(texts)))
        .hasMessageContaining("the zip is larger than " + Archive.LARGEST);
  }

  @Test
  void more_files_than_may_be_are_refused() throws IOException {
    var texts = new String[2 * (Archive.MOST + 1)];
    for (int i = 0; i < texts.length; i += 2) {
      texts[i] = "f" + i + ".md";
      texts[i + 1] = "";
    }

    assertThatThrownBy(() -> Archive.unpack(zip(texts))).hasMessageContaining("files");
  }

  @Test
  void what_is_no_text_is_refused_where_text_is_wanted() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("a.drl"));
      zip.write(new byte[] {(byte) 0xff, (byte) 0xfe});
    }

    assertThatThrownBy(() -> Archive.unpack(bytes.toByteArray()))
        .hasMessage("\"a.drl\" is no UTF-8, expected text in UTF-8");
  }

  @Test
  void bytes_that_are_cut_off_are_refused() throws IOException {
    var zip = zip("a.yaml", "x".repeat(1000), "b.yaml", "y");
    var cut = java.util.Arrays.copyOf(zip, 30);

    assertThatThrownBy(() -> Archive.unpack(cut)).isInstanceOf(BadArchiveException.class);
  }

  private static byte[] zip(String... namesAndTexts) throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
        zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }
}
