package io.github.reactiveraft.test.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Who may know whom. Arrows point one way: everything may know the API, the API knows nobody, and the core and the
 * transport have never heard of each other. Rooms that have no class yet pass.
 */
@AnalyzeClasses(packages = RoomsTest.PROJECT, importOptions = DoNotIncludeTests.class)
class RoomsTest {

    static final String PROJECT = "io.github.reactiveraft";

    private static final String FACADE = PROJECT + ".api";
    private static final String MODEL = PROJECT + ".api.model..";
    private static final String SPI = PROJECT + ".api.spi..";
    private static final String SESSION = PROJECT + ".api.session..";
    private static final String CORE = PROJECT + ".core..";
    private static final String PROTOCOL = PROJECT + ".core.protocol..";
    private static final String REPLICATED = PROJECT + ".core.replicated..";
    private static final String RUNTIME = PROJECT + ".core.runtime..";
    private static final String STORAGE = PROJECT + ".core.storage..";
    private static final String TRANSPORT = PROJECT + ".transport..";
    private static final String TEST_KIT = PROJECT + ".test..";

    private static final String TEST_KIT_WIRE = PROJECT + ".test.wire..";
    private static final String TEST_KIT_CLI = PROJECT + ".test.cli..";

    private static final String JSPECIFY = "org.jspecify..";
    private static final String[] REACTOR = {"reactor.core..", "reactor.util..", "org.reactivestreams.."};

    /** What would let time, threads or the outside world into code that must only decide. */
    private static final DescribedPredicate<JavaClass> EFFECTS = resideInAnyPackage(
                    "java.util.concurrent..", "java.io..", "java.net..", "java.nio..", "org.slf4j..", "reactor..")
            .and(not(nameMatching("java\\.nio\\.(ByteBuffer|ByteOrder)")))
            .or(nameMatching("java\\.time\\.(Clock|InstantSource)(\\$.*)?"))
            .or(nameMatching("java\\.lang\\.(Thread|ThreadLocal)(\\$.*)?"))
            .as("I/O, clocks, threads, loggers or Reactor");

    @ArchTest
    static final ArchRule facadeNamesNoOtherRoom = classes()
            .that()
            .resideInAPackage(FACADE)
            .should()
            .onlyDependOnClassesThat(allowed(REACTOR, "java..", JSPECIFY, FACADE));

    @ArchTest
    static final ArchRule modelIsPlainRecords = classes()
            .that()
            .resideInAPackage(MODEL)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", JSPECIFY, FACADE, MODEL))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule spiSpeaksModelAndReactor = classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat(allowed(REACTOR, "java..", JSPECIFY, FACADE, MODEL, SPI))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule sessionsAreForEveryClient = classes()
            .that()
            .resideInAPackage(SESSION)
            .should()
            .onlyDependOnClassesThat(allowed(REACTOR, "java..", JSPECIFY, FACADE, MODEL, SPI, SESSION));

    @ArchTest
    static final ArchRule protocolKnowsTheVocabularyOnly = classes()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("java..", JSPECIFY, FACADE, MODEL, PROTOCOL))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule protocolHasNoEffects = noClasses()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .dependOnClassesThat(EFFECTS)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule replicatedStandsAlone = noClasses()
            .that()
            .resideInAPackage(REPLICATED)
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(PROTOCOL, RUNTIME, STORAGE, "java.util.concurrent..", "org.slf4j.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule runtimeMeetsStorageAtTheSpi = noClasses()
            .that()
            .resideInAPackage(RUNTIME)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(STORAGE)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule storageKnowsNoOtherRoomOfTheCore = noClasses()
            .that()
            .resideInAPackage(STORAGE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RUNTIME, PROTOCOL, REPLICATED)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule coreKnowsNoTransport = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TRANSPORT, TEST_KIT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule transportKnowsNoCore = noClasses()
            .that()
            .resideInAPackage(TRANSPORT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE, TEST_KIT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule testKitKnowsTransportsInOnePlace = noClasses()
            .that()
            .resideInAPackage(TEST_KIT)
            .and()
            .resideOutsideOfPackage(TEST_KIT_WIRE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TRANSPORT)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule testKitNeedsTheCommandLineNowhere = noClasses()
            .that()
            .resideInAPackage(TEST_KIT)
            .and()
            .resideOutsideOfPackage(TEST_KIT_CLI)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(TEST_KIT_CLI, "picocli..", "tools.jackson..")
            .because("users' tests do without what is optional")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheTransportNamesTheNetwork = noClasses()
            .that()
            .resideOutsideOfPackage(TRANSPORT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "io.rsocket..", "reactor.netty..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching(PROJECT + ".(**)").should().beFreeOfCycles();

    private static DescribedPredicate<JavaClass> allowed(String[] more, String... packages) {
        return resideInAnyPackage(packages).or(resideInAnyPackage(more));
    }
}
