package io.knowfirst.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.knowfirst.rules.facts.Fact;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  @Test
  void every_fact_is_in_the_vocabulary() {
    var facts =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(Vocabulary.PACKAGE)
                .stream()
                .filter(type -> type.isAssignableTo(Fact.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(type -> type.getSimpleName())
                .toList();
    assertThat(Vocabulary.types().keySet()).containsExactlyInAnyOrderElementsOf(facts);
  }

  @Test
  void every_key_is_a_property_and_is_read_from_the_fact() {
    for (var type : Vocabulary.types().values()) {
      var key = Vocabulary.key(type);
      if (key != null) {
        assertThat(Vocabulary.properties(type)).contains(key);
      }
    }
  }

  @Test
  void the_inner_life_of_facts_is_no_property() {
    for (var type : Vocabulary.types().values()) {
      assertThat(Vocabulary.properties(type))
          .doesNotContain("getClass", "origins", "values", "wait", "notify", "hashCode");
    }
  }
}
