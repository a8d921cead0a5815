package io.switchboard.sip;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What docs/ARCHITECTURE.md promises of this module. */
@AnalyzeClasses(packages = "io.switchboard.sip", importOptions = DoNotIncludeTests.class)
class HouseRulesTest {
    @ArchTest
    static final ArchRule SERVER_IS_NOT_KNOWN_HERE =
            noClasses().should().dependOnClassesThat().resideInAPackage("io.switchboard.server..");

    @ArchTest
    static final ArchRule THE_WIRE_STAYS_IN_ITS_ROOMS = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.switchboard.sip.message..",
                    "io.switchboard.sip.transport..",
                    "io.switchboard.sip.transaction..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("gov.nist..", "io.netty..");

    /** Lower rooms know nothing of those above them. */
    @ArchTest
    static final ArchRule MESSAGES_KNOW_ONLY_THEMSELVES = noClasses()
            .that()
            .resideInAPackage("io.switchboard.sip.message..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.switchboard..").and(resideOutsideOfPackage("io.switchboard.sip.message..")));

    @ArchTest
    static final ArchRule BODIES_KNOW_ONLY_MESSAGES = noClasses()
            .that()
            .resideInAPackage("io.switchboard.sip.body..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.switchboard..")
                    .and(resideOutsideOfPackage("io.switchboard.sip.message.."))
                    .and(resideOutsideOfPackage("io.switchboard.sip.body..")));

    @ArchTest
    static final ArchRule TRANSPORT_AND_TRANSACTION_KNOW_NO_CALLS = noClasses()
            .that()
            .resideInAnyPackage("io.switchboard.sip.transport..", "io.switchboard.sip.transaction..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.switchboard.sip.auth..",
                    "io.switchboard.sip.call..",
                    "io.switchboard.sip.cdr..",
                    "io.switchboard.sip.dialog..",
                    "io.switchboard.sip.exchange..",
                    "io.switchboard.sip.registrar..",
                    "io.switchboard.routing..",
                    "io.switchboard.media..");

    @ArchTest
    static final ArchRule REGISTRAR_DOES_NOT_KNOW_AUTH = noClasses()
            .that()
            .resideInAPackage("io.switchboard.sip.registrar..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.switchboard.sip.auth..", "io.switchboard.sip.call..", "io.switchboard.sip.exchange..");

    @ArchTest
    static final ArchRule AUTH_DOES_NOT_KNOW_THE_REGISTRAR = noClasses()
            .that()
            .resideInAPackage("io.switchboard.sip.auth..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.switchboard.sip.registrar..", "io.switchboard.sip.call..", "io.switchboard.sip.exchange..");

    /** Devices and routes come to it by ports; the exchange joins them. */
    @ArchTest
    static final ArchRule MESSAGING_KNOWS_NO_REGISTRAR = noClasses()
            .that()
            .resideInAPackage("io.switchboard.sip.messaging..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.switchboard.sip.registrar..",
                    "io.switchboard.sip.conference..",
                    "io.switchboard.sip.exchange..",
                    "io.switchboard.routing..",
                    "io.switchboard.media..");

    /** Decisions are pure functions: time, randomness and look-ups come in as events. */
    @ArchTest
    static final ArchRule MACHINES_ARE_PURE = noClasses()
            .that()
            .haveNameMatching(".*Machine(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "java.security..",
                    "io.netty..",
                    "org.slf4j..",
                    "io.switchboard.sip.lane..")
            .orShould()
            .dependOnClassesThat(assignableTo(java.time.Clock.class)
                    .or(assignableTo(Thread.class))
                    .or(assignableTo(java.util.random.RandomGenerator.class)))
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(java.time.Instant.class, "now");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.switchboard.sip.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_JUL = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

    @ArchTest
    static final ArchRule NO_STANDARD_STREAMS = NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
}
