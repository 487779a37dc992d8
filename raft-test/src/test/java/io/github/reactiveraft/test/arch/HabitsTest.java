package io.github.reactiveraft.test.arch;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.util.retry.Retry;
import reactor.util.retry.RetryBackoffSpec;

/** How code behaves inside its room: no hidden state, no lost subscription, no time of its own. */
@AnalyzeClasses(packages = RoomsTest.PROJECT, importOptions = DoNotIncludeTests.class)
class HabitsTest {

    /** The two that own their subscriptions and end them; a subscription made elsewhere outlives its role. */
    private static final Set<String> SUBSCRIBERS = Set.of("RaftLoop", "RaftServer");

    @ArchTest
    static final ArchRule staticFieldsAreFinal = fields().that()
            .areStatic()
            .should()
            .beFinal()
            .because("two nodes in one virtual machine share nothing")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule staticFieldsHoldNoState = noFields()
            .that()
            .areStatic()
            .should()
            .haveRawType(
                    nameMatching(
                            "java\\.util\\.concurrent\\.(atomic|locks)\\..*"
                                    + "|java\\.util\\.concurrent\\.Concurrent.*|java\\.lang\\.ThreadLocal|reactor\\.core\\.publisher\\.Sinks.*"))
            .because("two nodes in one virtual machine share nothing")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule threadLocalsAreAbsent = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ThreadLocal.class)
            .because("a flow changes threads; what travels with it travels in the Reactor Context");

    @ArchTest
    static final ArchRule arraysStayPrivate = noFields()
            .that()
            .arePublic()
            .should()
            .haveRawType(DescribedPredicate.describe("an array", JavaClass::isArray))
            .because("anybody could write to it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheLoopAndTheDoorSubscribe = noClasses()
            .that()
            .resideInAPackage(RoomsTest.PROJECT + ".core..")
            .and(DescribedPredicate.describe(
                    "are outside of " + SUBSCRIBERS,
                    type -> !SUBSCRIBERS.contains(outermost(type).getSimpleName())))
            .should()
            .callMethodWhere(target(nameMatching("subscribe|subscribeWith|connect"))
                    .and(target(owner(assignableTo(Publisher.class)))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule retriesAreGivenTheirScheduler = codeUnits()
            .should(new ArchCondition<>("name a scheduler where they back off") {
                @Override
                public void check(JavaCodeUnit unit, ConditionEvents events) {
                    boolean backsOff = calls(unit, Retry.class, "backoff") || calls(unit, Retry.class, "fixedDelay");
                    if (backsOff && !calls(unit, RetryBackoffSpec.class, "scheduler")) {
                        events.add(SimpleConditionEvent.violated(
                                unit, unit.getDescription() + " retries in time that is not the node's"));
                    }
                }
            });

    private static boolean calls(JavaCodeUnit unit, Class<?> owner, String name) {
        return unit.getMethodCallsFromSelf().stream()
                .anyMatch(call -> call.getTargetOwner().isEquivalentTo(owner)
                        && call.getName().equals(name));
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(HabitsTest::outermost).orElse(type);
    }
}
