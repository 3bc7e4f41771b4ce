package io.knowfirst.rules.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.knowfirst.rules.facts.Page;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static final Scope.Meaning PAGE = new Scope.Meaning(0, Page.class, null, -1);
  private static final Scope.Meaning RESULT = new Scope.Meaning(0, Number.class, null, 1);

  @Test
  void what_is_named_inside_is_not_known_outside() {
    var outer = new Scope();
    outer.name("$a", PAGE);
    var inner = outer.inner();
    inner.name("$b", PAGE);
    inner.name(null, PAGE);
    assertThat(inner.of("$a")).isEqualTo(PAGE);
    assertThat(outer.of("$b")).isNull();
  }

  @Test
  void a_name_leads_from_another_fact_or_a_result() {
    var scope = new Scope();
    scope.name("$page", PAGE);
    scope.name("$sum", RESULT);
    assertThat(scope.leadsFrom(0, "$page")).isFalse();
    assertThat(scope.leadsFrom(1, "$page")).isTrue();
    assertThat(scope.leadsFrom(0, "$sum")).isTrue();
    assertThat(scope.leadsFrom(0, "type")).isFalse();
  }

  @Test
  void names_are_put_in_a_thousand_times_at_most_inner_ones_among_them() {
    var scope = new Scope();
    for (int i = 0; i < 1_000; i++) {
      assertThat((i % 2 == 0 ? scope : scope.inner()).mayExpand()).isTrue();
    }
    assertThat(scope.mayExpand()).isFalse();
  }
}
