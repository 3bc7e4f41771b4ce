package io.knowfirst.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Page;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessorsTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        Boolean.class,
        Object.class,
        Class.class,
        List.class,
        Map.class,
        Void.class,
        Thread.State.class,
      })
  void what_is_no_fact_text_or_number_has_nothing_to_ask_for(Class<?> type) {
    assertThat(Accessors.of(type)).isEmpty();
  }

  @Test
  void a_fact_is_asked_for_its_own_properties_only() {
    assertThat(Accessors.of(Page.class))
        .extracting(Method::getName)
        .containsExactlyInAnyOrder("type", "url", "product", "category", "search")
        .doesNotContain("getClass", "hashCode", "values", "origins", "wait");
  }
}
