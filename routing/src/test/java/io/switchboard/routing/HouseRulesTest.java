package io.switchboard.routing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What docs/ARCHITECTURE.md promises of this module. */
@AnalyzeClasses(packages = "io.switchboard.routing", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule ROUTING_IS_PURE = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java.lang..",
                    "java.math..",
                    "java.time..",
                    "java.util",
                    "java.util.function..",
                    "java.util.stream..",
                    "java.util.random..",
                    "java.util.concurrent.atomic..",
                    "com.google.common..",
                    "com.google.errorprone.annotations..",
                    "com.google.re2j..",
                    "org.jspecify..",
                    "io.switchboard.routing..");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.switchboard.routing.(**)")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
