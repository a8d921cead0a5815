package io.switchboard.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What docs/ARCHITECTURE.md promises of this module. */
@AnalyzeClasses(packages = "io.switchboard.server", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule THE_WIRE_STAYS_IN_SIP_CORE =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("gov.nist..");

    @ArchTest
    static final ArchRule HTTP_STAYS_IN_ITS_PACKAGE = noClasses()
            .that()
            .resideOutsideOfPackage("io.switchboard.server.api.http")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..");

    /** One command layer: whoever is asked by an administrator goes through it, and it knows none of them. */
    @ArchTest
    static final ArchRule COMMANDS_KNOW_NO_FRONT_END = noClasses()
            .that()
            .resideInAPackage("io.switchboard.server.command")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.switchboard.server.api..",
                    "io.switchboard.server.control..",
                    "io.switchboard.server.cli..",
                    "io.switchboard.server.node..");

    @ArchTest
    static final ArchRule NO_CYCLES = slices().matching("io.switchboard.server.(**)")
            .should()
            .beFreeOfCycles()
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_JUL = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule ONLY_COMMANDS_PRINT = noClasses()
            .that()
            .resideOutsideOfPackage("io.switchboard.server.cli..")
            .should(ACCESS_STANDARD_STREAMS)
            .allowEmptyShould(true);
}
