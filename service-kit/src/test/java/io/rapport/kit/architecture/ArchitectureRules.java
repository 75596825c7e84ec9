package io.rapport.kit.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.runtime.annotations.RegisterResources;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may depend on whom, and what nobody does. Each service applies these to its own classes in its build. */
public final class ArchitectureRules {

    private static final DescribedPredicate<JavaClass> RUN_IN_A_SERVICE = resideInAnyPackage(
                    "io.rapport.contracts..",
                    "io.rapport.kit..",
                    "io.rapport.graph..",
                    "io.rapport.consent..",
                    "io.rapport.ingestion..",
                    "io.rapport.insights..",
                    "io.rapport.purge..")
            .and(resideOutsideOfPackage("io.rapport.kit.architecture"));

    /** contracts know nobody; the kit knows contracts; services meet over Kafka and REST only. */
    @ArchTest
    static final ArchRule contracts_know_nobody = noClasses()
            .that()
            .resideInAPackage("io.rapport.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rapport.kit..",
                    "io.rapport.graph..",
                    "io.rapport.consent..",
                    "io.rapport.ingestion..",
                    "io.rapport.insights..",
                    "io.rapport.purge..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule kits_know_no_service = noClasses()
            .that()
            .resideInAnyPackage("io.rapport.kit..", "io.rapport.graph..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.rapport.consent..", "io.rapport.ingestion..", "io.rapport.insights..", "io.rapport.purge..")
            .allowEmptyShould(true);

    /** A feature is a package; features form no cycle, so each can be read alone. */
    @ArchTest
    static final ArchRule features_form_no_cycle =
            slices().matching("io.rapport.(*).(*)..").should().beFreeOfCycles().allowEmptyShould(true);

    /** Deadlines are tested with a clock that can be moved: no service reads the system's. */
    @ArchTest
    static final ArchRule time_comes_from_the_injected_clock = noClasses()
            .that()
            .resideOutsideOfPackages("io.rapport.kit.time..", "io.rapport.simulator..", "io.rapport.stack..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(OffsetDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    /** quarkus-rest ignores package-private resource methods with no more than a warning: a silent 404. */
    @ArchTest
    static final ArchRule resource_methods_are_public = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith("jakarta.ws.rs.Path")
            .should(bePublicIfTheyAreEndpoints())
            .allowEmptyShould(true);

    /** Every endpoint says who may call it. */
    @ArchTest
    static final ArchRule resources_say_who_may_call = classes()
            .that()
            .areAnnotatedWith("jakarta.ws.rs.Path")
            .and()
            .areNotInterfaces()
            .should()
            .beAnnotatedWith("jakarta.annotation.security.RolesAllowed")
            .orShould()
            .beAnnotatedWith("io.quarkus.security.Authenticated")
            .orShould()
            .beAnnotatedWith("jakarta.annotation.security.PermitAll")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_junk_drawers = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..dto..", "..mapper..", "..impl..", "..manager..");

    /** An executable that is built ahead of time holds only those files that somebody registered. */
    @ArchTest
    static final ArchRule files_that_are_loaded_by_name_are_registered = noClasses()
            .that(RUN_IN_A_SERVICE)
            .and()
            .areNotAnnotatedWith(RegisterResources.class)
            .should()
            .callMethodWhere(target(nameMatching("getResource.*"))
                    .and(target(owner(assignableTo(Class.class).or(assignableTo(ClassLoader.class))))));

    /** Nor does it find classes by a name that it learns when it runs. */
    @ArchTest
    static final ArchRule nobody_looks_for_classes_by_name = noClasses()
            .that(RUN_IN_A_SERVICE)
            .should()
            .callMethodWhere(target(nameMatching("forName|loadClass|getDeclared.*"))
                    .and(target(owner(assignableTo(Class.class).or(assignableTo(ClassLoader.class))))))
            .orShould()
            .dependOnClassesThat()
            .belongToAnyOf(ServiceLoader.class, Proxy.class);

    /** Quarkus registers what endpoints take and give; what we hand Jackson ourselves, nobody sees. */
    @ArchTest
    static final ArchRule what_we_read_by_jackson_is_registered =
            classes().that(RUN_IN_A_SERVICE).should(readOnlyRegisteredTypes());

    private ArchitectureRules() {}

    private static ArchCondition<JavaClass> readOnlyRegisteredTypes() {
        return new ArchCondition<>("read only types that are registered for reflection") {
            @Override
            public void check(JavaClass reader, ConditionEvents events) {
                Set<JavaCodeUnit> reading = reader.getMethodCallsFromSelf().stream()
                        .filter(call -> call.getTargetOwner().isAssignableTo(ObjectMapper.class)
                                && call.getName().equals("readValue"))
                        .map(JavaMethodCall::getOrigin)
                        .collect(Collectors.toSet());
                for (ReferencedClassObject named : reader.getReferencedClassObjects()) {
                    JavaClass type = named.getRawType();
                    if (reading.contains(named.getOwner())
                            && type.getPackageName().startsWith("io.rapport.")
                            && !type.isAnnotatedWith(RegisterForReflection.class)) {
                        events.add(SimpleConditionEvent.violated(
                                reader, named.getOwner().getFullName() + " reads " + type.getName()));
                    }
                }
            }
        };
    }

    private static ArchCondition<JavaMethod> bePublicIfTheyAreEndpoints() {
        return new ArchCondition<>("be public if they are endpoints") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                boolean endpoint = method.getAnnotations().stream()
                        .map(JavaAnnotation::getRawType)
                        .anyMatch(type -> type.getName().startsWith("jakarta.ws.rs.")
                                && type.isAnnotatedWith("jakarta.ws.rs.HttpMethod"));
                if (endpoint
                        && !method.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.PUBLIC)
                        && !method.getOwner().isInterface()) {
                    events.add(SimpleConditionEvent.violated(method, method.getFullName() + " is not public"));
                }
            }
        };
    }
}
