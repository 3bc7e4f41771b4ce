package io.knowfirst.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.TreeMap;
import java.util.TreeSet;

@AnalyzeClasses(packages = "io.knowfirst", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_of_the_server_are_free_of_cycles =
      slices().matching("io.knowfirst.server.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule groups_of_packages_of_the_server_are_free_of_cycles =
      slices().matching("io.knowfirst.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_of_rules_are_free_of_cycles =
      slices().matching("io.knowfirst.rules.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_of_experiments_are_free_of_cycles =
      slices().matching("io.knowfirst.experiments.(*)..").should().beFreeOfCycles();

  /** What a reader has to keep apart has names of its own; nested types say what they belong to. */
  @ArchTest
  static void a_simple_name_belongs_to_one_type(JavaClasses all) {
    var byName = new TreeMap<String, TreeSet<String>>();
    for (var type : all) {
      if (type.isTopLevelClass()
          && !type.getSimpleName().matches("package-info|Jte\\w+Generated")) {
        byName.computeIfAbsent(type.getSimpleName(), name -> new TreeSet<>()).add(type.getName());
      }
    }
    byName.values().removeIf(types -> types.size() == 1);
    assertThat(byName).isEmpty();
  }

  @ArchTest
  static final ArchRule only_the_rule_base_imports_Drools =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.knowfirst.rules..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.drools..", "org.kie..", "org.mvel2..");

  @ArchTest
  static final ArchRule only_the_profile_package_imports_Hazelcast =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.knowfirst.server.profile")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.hazelcast..");

  @ArchTest
  static final ArchRule web_and_pure_packages_write_no_SQL =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.knowfirst.server.web..",
              "io.knowfirst.server.wire..",
              "io.knowfirst.server.decide.arbitration..",
              "io.knowfirst.server.decide.assignment..",
              "io.knowfirst.server.model..",
              "io.knowfirst.server.cli.imports..",
              "io.knowfirst.server.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx.sqlclient..", "io.vertx.pgclient..", "java.sql..");

  @ArchTest
  static final ArchRule experiments_import_nothing_of_ours =
      noClasses()
          .that()
          .resideInAPackage("io.knowfirst.experiments..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.knowfirst.rules..", "io.knowfirst.server..");

  @ArchTest
  static final ArchRule rules_import_nothing_of_the_server =
      noClasses()
          .that()
          .resideInAPackage("io.knowfirst.rules..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.knowfirst.experiments..", "io.knowfirst.server..");

  @ArchTest
  static final ArchRule imports_only_go_down =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("main")
          .definedBy("io.knowfirst.server")
          .layer("cli")
          .definedBy("io.knowfirst.server.cli")
          .layer("boot")
          .definedBy("io.knowfirst.server.boot")
          .layer("web")
          .definedBy("io.knowfirst.server.web")
          .layer("decide")
          .definedBy("io.knowfirst.server.decide")
          .layer("model")
          .definedBy("io.knowfirst.server.model")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("boot")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("web")
          .mayOnlyBeAccessedByLayers("boot")
          .whereLayer("decide")
          .mayOnlyBeAccessedByLayers("boot", "web")
          .whereLayer("model")
          .mayNotAccessAnyLayer();
}
