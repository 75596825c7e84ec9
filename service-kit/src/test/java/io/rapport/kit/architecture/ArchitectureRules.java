package io.rapport.kit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

/** Who may depend on whom, and what nobody does. Each service applies these to its own classes in its build. */
public final class ArchitectureRules {

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

    private ArchitectureRules() {}

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
