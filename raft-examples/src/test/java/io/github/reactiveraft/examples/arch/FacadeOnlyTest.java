package io.github.reactiveraft.examples.arch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.github.reactiveraft.api.StateMachine;

/**
 * An application gets by with the facade; if an example needs more, the facade lacks something. Only the log tools look
 * behind it: they do for operators what no application has to.
 */
@AnalyzeClasses(packages = FacadeOnlyTest.EXAMPLES, importOptions = DoNotIncludeTests.class)
class FacadeOnlyTest {

    static final String EXAMPLES = "io.github.reactiveraft.examples";

    @ArchTest
    static final ArchRule examplesUseTheFacadeOnly = noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES + ".counter.log")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.reactiveraft.api.spi..",
                    "io.github.reactiveraft.api.model..",
                    "io.github.reactiveraft.core.*..",
                    "io.github.reactiveraft.test..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching(EXAMPLES + ".(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule stateMachinesKnowNeitherCoreNorNetwork = noClasses()
            .that()
            .areAssignableTo(StateMachine.class)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.github.reactiveraft.core..",
                    "io.github.reactiveraft.transport..",
                    "java.io..",
                    "java.net..",
                    "java.util.concurrent..",
                    "org.slf4j..")
            .allowEmptyShould(true);

    /** But for headers of HTTP requests, which Reactor Netty gives as Netty has them. */
    @ArchTest
    static final ArchRule nettyAndRSocketStayBehindTheTransport = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.netty..", "io.rsocket..")
                    .and(not(nameMatching("io\\.netty\\.handler\\.codec\\.http\\.HttpHeaders"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheHttpDoorNamesTheHttpServer = noClasses()
            .that()
            .resideOutsideOfPackage(EXAMPLES + "..http..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("reactor.netty..")
            .allowEmptyShould(true);
}
