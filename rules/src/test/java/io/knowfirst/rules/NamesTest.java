package io.knowfirst.rules;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NamesTest {
  /** Nested types and those of tests among them: a name stands for one thing in all packages. */
  @Test
  void a_simple_name_belongs_to_one_type() {
    var byName = new TreeMap<String, TreeSet<String>>();
    for (var type : new ClassFileImporter().importPackages(NamesTest.class.getPackageName())) {
      if (isNamed(type)) {
        byName.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>()).add(type.getName());
      }
    }
    assertThat(byName).containsKeys("RuleBase", "NamesTest");
    byName.values().removeIf(types -> types.size() == 1);
    assertThat(byName).isEmpty();
  }

  private static boolean isNamed(JavaClass type) {
    return !type.isAnonymousClass()
        && !type.isLocalClass()
        && !type.getSimpleName().equals("package-info");
  }
}
