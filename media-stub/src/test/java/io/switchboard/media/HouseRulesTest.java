package io.switchboard.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What docs/ARCHITECTURE.md promises of this module. */
@AnalyzeClasses(packages = "io.switchboard", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule MEDIA_KNOWS_ONLY_ITSELF_AND_NETTY = classes()
            .that()
            .resideInAPackage("io.switchboard.media..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "io.netty..", "org.jspecify..", "io.switchboard.media..");

    @ArchTest
    static final ArchRule MACHINES_ARE_PURE = noClasses()
            .that()
            .haveSimpleNameEndingWith("Machine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio..", "java.net..", "java.util.concurrent..", "io.netty..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.switchboard.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_JUL = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
