// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.constructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static io.hexauth.architecture.Rule.rule;

import com.tngtech.archunit.core.domain.JavaModifier;
import io.hexauth.domain.error.OAuthException;
import jakarta.inject.Inject;
import java.util.Random;
import java.util.stream.Stream;

/** Rules about the behaviour of code. */
final class Conduct {

  /** The only class that reads the system's clock. */
  private static final String CLOCK = "SystemOAuthClock";

  /** The only class that creates the exceptions of token requests. */
  private static final String EXCEPTIONS = "TokenExceptions";

  private Conduct() {}

  static Stream<Rule> of(House house) {
    return Stream.concat(purity(house), order(house));
  }

  private static Stream<Rule> purity(House house) {
    return Stream.of(
        rule(
            "time comes from the clock port",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .and()
                .doNotHaveSimpleName(CLOCK)
                .should()
                .callMethodWhere(
                    target(nameMatching("now|currentTimeMillis|nanoTime|system.*|tick.*"))
                        .and(target(owner(nameMatching("java\\.lang\\.System|java\\.time\\..*")))))
                .because("a test must be able to move it"),
            "ImpatientCore",
            "java.time.Instant.now()"),
        rule(
            "chance comes from a SecureRandom that was handed in",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .should()
                .callConstructorWhere(target(owner(nameMatching(Random.class.getName()))))
                .orShould()
                .callMethodWhere(
                    target(nameMatching("random|randomUUID|current"))
                        .and(
                            target(
                                owner(
                                    nameMatching(
                                        "java\\.lang\\.Math|java\\.util\\.UUID"
                                            + "|java\\.util\\.concurrent\\.ThreadLocalRandom")))))
                .because("what can be guessed is no secret, and what cannot be repeated no test"),
            "GamblingCore"),
        rule(
            "nothing prints",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .should(ACCESS_STANDARD_STREAMS)
                .because("a library has no console"),
            "TalkativeCore"),
        rule(
            "nothing logs through java.util.logging",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .because("there is one logger, and the application chooses it"),
            "DomainThatLogs"),
        rule(
            "nothing reads the environment",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .should()
                .callMethodWhere(
                    target(nameMatching("getenv|getProperty|getProperties"))
                        .and(target(owner(nameMatching("java\\.lang\\.System")))))
                .because("configuration is a value that the application hands in"),
            "CoreThatAsksAround"));
  }

  private static Stream<Rule> order(House house) {
    return Stream.of(
        rule(
            "injection goes through one package-private constructor",
            constructors()
                .that()
                .areAnnotatedWith(Inject.class)
                .should()
                .bePackagePrivate()
                .because("Guice needs no more, and no other code should construct a service"),
            "InjectedInPublic.<init>"),
        rule(
            "no field is injected",
            noFields()
                .should()
                .beAnnotatedWith(Inject.class)
                .because("an object is complete when its constructor returns"),
            "InjectedInPublic.field"),
        rule(
            "no method is injected",
            noMethods()
                .should()
                .beAnnotatedWith(Inject.class)
                .because("an object is complete when its constructor returns"),
            "InjectedInPublic.accept"),
        rule(
            "no method is synchronized",
            noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(house.machinery())
                .should()
                .haveModifier(JavaModifier.SYNCHRONIZED)
                .because("a virtual thread that waits in a monitor may pin its carrier"),
            "CoreThatPins"),
        rule(
            "variants of a sealed type are told apart in its own file only",
            classes()
                .that()
                .resideInAnyPackage(house.production())
                .should(Conditions.TELL_NO_VARIANTS_APART)
                .because("a new variant must not compile before it says what it does"),
            "CoreThatTellsVariantsApart asks for io.hexauth.architecture.fixture.core.Signal$Red",
            "CoreThatTellsVariantsApart asks for io.hexauth.architecture.fixture.core.Signal$Green"),
        rule(
            "exceptions have a name",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .should(THROW_GENERIC_EXCEPTIONS)
                .because("an exception says what the caller can do"),
            "TalkativeCore"),
        rule(
            "one class makes the exceptions of token requests",
            noClasses()
                .that()
                .resideInAnyPackage(house.requests())
                .and()
                .doNotHaveSimpleName(EXCEPTIONS)
                .should()
                .callConstructorWhere(target(owner(assignableTo(OAuthException.class))))
                .orShould()
                .callMethodWhere(
                    target(owner(assignableTo(OAuthException.class)))
                        .and(target(nameMatching("remembered|notGranted"))))
                .because("a reader finds there what callers get, and why"),
            "InventiveServer.<init>",
            "InventiveServer.remembered"),
        rule(
            "our exceptions are one family in one package",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .and()
                .resideOutsideOfPackage(house.root() + ".domain.error..")
                .and()
                .arePublic()
                .should()
                .beAssignableTo(Throwable.class)
                .because("callers switch over one sealed root"),
            "StrayException"),
        rule(
            "ports declare no checked exceptions",
            classes()
                .that()
                .resideInAPackage(house.ports())
                .should(Conditions.DECLARE_NO_CHECKED_EXCEPTIONS)
                .because(
                    "what goes wrong is said by OAuthException or by the JDK's own unchecked ones"),
            "PortWithBehaviour.close"),
        rule(
            "secrets are read where they are sent, stored or checked, and nowhere else",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .and()
                .resideOutsideOfPackages(house.readersOfSecrets())
                .should()
                .callMethodWhere(
                    target(nameMatching("value|password"))
                        .and(
                            target(
                                owner(
                                    resideInAPackage(house.domain())
                                        .and(nameMatching(".*\\.(" + Shape.SECRETS + ")"))))))
                .because("every reader is a place where a secret can escape"),
            "CuriousCore"));
  }
}
