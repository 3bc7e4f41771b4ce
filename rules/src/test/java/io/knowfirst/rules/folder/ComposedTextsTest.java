package io.knowfirst.rules.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

class ComposedTextsTest {
  private final List<String> read = new ArrayList<>();
  private final ComposedTexts texts = new ComposedTexts(10, this::read);

  private @Nullable Node read(String text) {
    read.add(text);
    if (text.equals("[")) {
      throw new IllegalStateException(text);
    }
    return text.isEmpty() ? null : new ScalarNode(Tag.STR, text, null, null, ScalarStyle.PLAIN);
  }

  @Test
  void a_text_is_read_once() {
    var first = texts.of("a");
    assertThat(texts.of("a")).isSameAs(first);
    assertThat(read).containsExactly("a");
  }

  @Test
  void what_says_nothing_or_is_broken_is_read_each_time() {
    assertThat(texts.of("")).isNull();
    assertThat(texts.of("")).isNull();
    assertThatThrownBy(() -> texts.of("[")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> texts.of("[")).isInstanceOf(IllegalStateException.class);
    assertThat(read).containsExactly("", "", "[", "[");
    assertThat(texts.size()).isZero();
  }

  @Test
  void those_asked_for_longest_ago_make_room() {
    texts.of("aaaa");
    texts.of("bbbb");
    texts.of("aaaa");
    texts.of("cccc");
    assertThat(texts.size()).isEqualTo(2);
    texts.of("aaaa");
    texts.of("cccc");
    texts.of("bbbb");
    assertThat(read).containsExactly("aaaa", "bbbb", "cccc", "bbbb");
    texts.of("a text that is longer than all may be");
    assertThat(texts.size()).isZero();
  }

  @Test
  void many_small_texts_are_bounded_too() {
    var many = new ComposedTexts(Long.MAX_VALUE, this::read);
    for (int i = 0; i < 4_100; i++) {
      many.of("k" + i);
    }
    assertThat(many.size()).isEqualTo(4_000);
  }
}
