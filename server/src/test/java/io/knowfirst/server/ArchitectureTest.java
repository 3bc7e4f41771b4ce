package io.knowfirst.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.knowfirst", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule packages_of_the_server_are_free_of_cycles =
      slices().matching("io.knowfirst.server.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_of_rules_are_free_of_cycles =
      slices().matching("io.knowfirst.rules.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packages_of_experiments_are_free_of_cycles =
      slices().matching("io.knowfirst.experiments.(*)..").should().beFreeOfCycles();

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
  static final ArchRule http_and_pure_packages_write_no_SQL =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.knowfirst.server.http..",
              "io.knowfirst.server.arbitration..",
              "io.knowfirst.server.experiment..",
              "io.knowfirst.server.model..",
              "io.knowfirst.server.imports..",
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
          .layer("http")
          .definedBy("io.knowfirst.server.http")
          .layer("decision")
          .definedBy("io.knowfirst.server.decision")
          .layer("model")
          .definedBy("io.knowfirst.server.model")
          .whereLayer("main")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("cli")
          .mayOnlyBeAccessedByLayers("main")
          .whereLayer("boot")
          .mayOnlyBeAccessedByLayers("cli")
          .whereLayer("http")
          .mayOnlyBeAccessedByLayers("boot")
          .whereLayer("decision")
          .mayOnlyBeAccessedByLayers("boot", "http")
          .whereLayer("model")
          .mayNotAccessAnyLayer();
}
