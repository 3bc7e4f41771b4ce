package io.knowfirst.experiments;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;

@AnalyzeClasses(packagesOf = ArchitectureTest.class, importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("io.knowfirst.experiments.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule THE_MODULE_IMPORTS_NOTHING_OF_OURS =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.knowfirst.rules..", "io.knowfirst.server..", "io.vertx..");

  @ArchTest
  static final ArchRule ASSIGNMENT_AND_STATISTICS_STAND_ALONE =
      noClasses()
          .that()
          .resideInAnyPackage("..assignment..", "..statistics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("..report..", "com.fasterxml..", "gg.jte..");

  @ArchTest
  static final ArchRule CLOCK_AND_RANDOMNESS_ARE_NOT_OURS =
      noClasses()
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Random.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);
}
