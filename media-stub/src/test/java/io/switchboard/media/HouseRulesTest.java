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
    static final ArchRule MEDIA_KNOWS_ONLY_ITSELF_AND_THE_WIRE = classes()
            .that()
            .resideInAPackage("io.switchboard.media..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.netty..",
                    "io.github.jaredmdobson.concentus..",
                    "org.slf4j..",
                    "org.jspecify..",
                    "io.switchboard.media..");

    /** Below the engine nobody has sockets or threads; only the recordings write beside it. */
    @ArchTest
    static final ArchRule SOUND_IS_PURE = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.switchboard.media.sdp..",
                    "io.switchboard.media.rtp..",
                    "io.switchboard.media.codec..",
                    "io.switchboard.media.dsp..",
                    "io.switchboard.media.jitter..",
                    "io.switchboard.media.mix..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.io..", "java.nio.channels..", "java.util.concurrent..", "io.netty.channel..")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** What signalling uses knows nothing of how it is done. */
    @ArchTest
    static final ArchRule THE_PORT_KNOWS_NO_ENGINE = noClasses()
            .that()
            .resideInAPackage("io.switchboard.media")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.switchboard.media.engine..", "io.switchboard.media.rtp..", "io.netty..");

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
