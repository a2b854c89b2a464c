package io.dynamo.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The star of modules round the api, determinism of what a simulation runs, and names. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.dynamo");

  /**
   * Modules that meet one another through the api alone, and how many classes each has at least.
   */
  private static final TreeMap<String, Integer> STAR = new TreeMap<>();

  static {
    STAR.put("io.dynamo.ring", 4);
    STAR.put("io.dynamo.membership", 8);
    STAR.put("io.dynamo.replication", 25);
    STAR.put("io.dynamo.storage.lmdb", 3);
    STAR.put("io.dynamo.storage.xodus", 2);
  }

  /** What a simulation must be able to replay: all that is not an engine. */
  private static final DescribedPredicate<JavaClass> DETERMINISTIC =
      resideInAPackage("io.dynamo.api..")
          .or(resideInAPackage("io.dynamo.ring.."))
          .or(resideInAPackage("io.dynamo.membership.."))
          .or(resideInAPackage("io.dynamo.replication.."))
          .and(DescribedPredicate.not(JavaClass.Predicates.simpleName("InMemoryStorageEngine")));

  @Test
  void everyModuleWasFound() {
    STAR.forEach(
        (module, least) ->
            assertThat(CLASSES.that(resideInAPackage(module + "..")))
                .hasSizeGreaterThanOrEqualTo(least));
    assertThat(CLASSES.that(resideInAPackage("io.dynamo.api.."))).hasSizeGreaterThan(40);
    assertThat(CLASSES.that(resideInAPackage("io.dynamo.server.."))).hasSizeGreaterThan(60);
    assertThat(CLASSES.that(resideInAPackage("io.dynamo.client.."))).hasSizeGreaterThan(10);
  }

  @Test
  void theApiKnowsTheJdkAlone() {
    check(
        classes()
            .that()
            .resideInAPackage("io.dynamo.api..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("io.dynamo.api..", "java..", "org.jspecify.."));
  }

  @Test
  void modulesOfTheStarMeetThroughTheApiAlone() {
    for (String module : STAR.keySet()) {
      check(
          classes()
              .that()
              .resideInAPackage(module + "..")
              .should()
              .onlyDependOnClassesThat()
              .resideInAnyPackage(
                  module + "..",
                  "io.dynamo.api..",
                  "java..",
                  "javax.crypto..",
                  "org.jspecify..",
                  library(module)));
    }
  }

  /** The one library that each may have beside the JDK; lmdbjava shows its foreign functions. */
  private static String library(String module) {
    return switch (module) {
      case "io.dynamo.ring" -> "org.bouncycastle..";
      case "io.dynamo.storage.lmdb" -> "(org.lmdbjava|jnr.ffi)..";
      case "io.dynamo.storage.xodus" -> "jetbrains.exodus..";
      default -> module + "..";
    };
  }

  @Test
  void theClientKnowsNoServer() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("io.dynamo.client..", "io.dynamo.protocol..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.dynamo.server..", "com.google.inject..", "com.typesafe.."));
  }

  @Test
  void modulesHaveNoCycles() {
    check(slices().matching("io.dynamo.(*)..").should().beFreeOfCycles());
  }

  @Test
  void packagesOfTheServerHaveNoCycles() {
    check(slices().matching("io.dynamo.server.(*)..").should().beFreeOfCycles());
  }

  @Test
  void whatASimulationRunsReadsNoClockAndNoChance() {
    List<String> forbidden =
        List.of(
            "java.lang.System.nanoTime",
            "java.lang.System.currentTimeMillis",
            "java.time.Instant.now",
            "java.time.LocalDateTime.now",
            "java.util.UUID.randomUUID",
            "java.lang.Math.random");
    check(
        noClasses()
            .that(DETERMINISTIC)
            .should()
            .accessTargetWhere(
                new DescribedPredicate<JavaAccess<?>>("is a clock or chance") {
                  @Override
                  public boolean test(JavaAccess<?> access) {
                    return forbidden.contains(
                        access.getTargetOwner().getFullName() + "." + access.getName());
                  }
                }));
  }

  @Test
  void whatASimulationRunsHasNoThreadsLocksOrSockets() {
    check(
        noClasses()
            .that(DETERMINISTIC)
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.Thread")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Random")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.security.SecureRandom")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("java.util.concurrent..", "java.net..", "java.nio.channels.."));
  }

  @Test
  void whatASimulationRunsHasNoStateOfItsOwnInStatics() {
    check(
        fields()
            .that()
            .areDeclaredInClassesThat(DETERMINISTIC)
            .and()
            .areStatic()
            .should()
            .beFinal());
  }

  @Test
  void enginesStandBehindTheirProviders() {
    check(
        classes()
            .that()
            .resideInAPackage("io.dynamo.storage..")
            .and()
            .haveSimpleNameNotEndingWith("Provider")
            .and()
            .areTopLevelClasses()
            .should()
            .notHaveModifier(PUBLIC));
  }

  @Test
  void namesSayWhatAClassIs() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.dynamo.protocol.wire..")
            .should()
            .haveNameMatching(".*(Impl|Util|Utils|Helper|Manager)")
            .orShould()
            .haveSimpleNameStartingWith("Abstract")
            .orShould()
            .haveSimpleNameStartingWith("Base"));
  }

  private static void check(ArchRule rule) {
    rule.check(CLASSES);
  }
}
