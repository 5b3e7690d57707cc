// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static io.hexauth.architecture.Rule.rule;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.OAuthTransport;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.ports.spi.TokenStore;
import java.util.stream.Stream;

/** Rules about the form and the names of types. */
final class Shape {

  /** Types of values that are secrets. */
  static final String SECRETS =
      "AccessToken|RefreshToken|IdToken|ClientSecret|AuthorizationCode|CodeVerifier|State|UserAgentBinding"
          + "|ResourceOwner";

  private Shape() {}

  static Stream<Rule> of(House house) {
    return Stream.concat(types(house), names(house));
  }

  private static Stream<Rule> types(House house) {
    return Stream.of(
        rule(
            "ports are interfaces, and the values in their signatures with their builders",
            classes()
                .that()
                .resideInAPackage(house.ports())
                .should()
                .beInterfaces()
                .orShould()
                .beRecords()
                .orShould()
                .beEnums()
                .orShould(Conditions.BE_A_VALUE)
                .orShould()
                .haveSimpleName("Builder")
                .orShould(Conditions.BE_AN_EVENT)
                .because("a port has no behaviour"),
            "PortWithBehaviour"),
        rule(
            "domain types are closed",
            classes()
                .that()
                .resideInAPackage(house.domain())
                .should(Conditions.BE_CLOSED)
                .because("a value that can be extended can lie"),
            "DomainOpenToAll"),
        rule(
            "domain values do not change",
            fields()
                .that()
                .areDeclaredInClassesThat()
                .resideInAPackage(house.domain())
                .and()
                .areDeclaredInClassesThat()
                .haveSimpleNameNotEndingWith("Builder")
                .should()
                .beFinal()
                .because("values are shared between threads without thought"),
            "DomainThatChanges"),
        rule(
            "there are no setters",
            noMethods()
                .that()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(house.production())
                .should()
                .haveNameMatching("set[A-Z].*")
                .because("values are made whole, and copied with a change"),
            "DomainThatChanges.setName"),
        rule(
            "secrets redact themselves",
            classes()
                .that()
                .resideInAPackage(house.domain())
                .and()
                .haveNameMatching(".*\\.(" + SECRETS + ")")
                .should(Conditions.REDACT_THEMSELVES)
                .because("what contains a secret is then safe to print without knowing it"),
            "AccessToken prints what it keeps"),
        rule(
            "what is wired is hidden: only modules, binders, configs and qualifiers are public",
            classes()
                .that()
                .resideInAnyPackage(house.machinery())
                .and(Conditions.PUBLIC_OUTSIDE_INTERNAL)
                .and()
                .areTopLevelClasses()
                .and()
                .areNotAnnotations()
                .should()
                .haveSimpleNameEndingWith("Module")
                .orShould()
                .haveSimpleNameEndingWith("Binder")
                .orShould()
                .haveSimpleNameEndingWith("Config")
                .orShould()
                .haveSimpleName("OAuthFeign")
                .orShould()
                .haveSimpleName("OAuthHealth")
                .orShould()
                .haveSimpleName("SecretReference")
                .orShould()
                .haveSimpleName("OAuthHttpClient")
                .because("no code can depend on a type that it cannot name"),
            "PublicService"),
        rule(
            "modules, binders and configs are final",
            classes()
                .that()
                .resideInAnyPackage(house.machinery())
                .and()
                .haveNameMatching(".*(Module|Binder|Config)")
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("a module is installed, not extended"),
            "OpenModule"),
        rule(
            "no signature names an internal type",
            classes()
                .that()
                .resideInAnyPackage(house.production())
                .and(Conditions.PUBLIC_OUTSIDE_INTERNAL)
                .should(Conditions.NAME_NO_INTERNAL_TYPE_IN_SIGNATURES)
                .because("what is internal may change in any release"),
            "LeakingModule"));
  }

  private static Stream<Rule> names(House house) {
    return Stream.of(
        rule(
            "every package is null-marked",
            classes()
                .that()
                .resideInAnyPackage(house.production())
                .should(Conditions.LIVE_IN_NULL_MARKED_PACKAGES)
                .because("null neither comes in nor goes out"),
            "core.internal.unmarked"),
        rule(
            "names say what a type is",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager|Bean|DTO|Dto)")
                .because("a name that fits everything says nothing"),
            "TokenHelper"),
        named(house, TokenStore.class, "TokenStore", "ForgetfulTokens"),
        named(house, PendingAuthorizationStore.class, "PendingAuthorizationStore", "Waitlist"),
        named(house, OAuthTransport.class, "Transport", "Pigeon"),
        named(house, TokenCipher.class, "Cipher", "Envelope"),
        named(house, OAuthClock.class, "Clock", "Sundial"));
  }

  /** The name of an implementation is its technology, followed by the port. */
  private static Rule named(House house, Class<?> port, String suffix, String... provedBy) {
    ArchRule check =
        classes()
            .that()
            .resideInAnyPackage(house.machinery())
            .and()
            .implement(port)
            .and(JavaClass.Predicates.ANONYMOUS_CLASSES.negate())
            .should()
            .haveSimpleNameEndingWith(suffix)
            .because("one finds the implementations of a port by its name");
    return rule(
        "a " + port.getSimpleName() + " is called by its technology and " + suffix,
        check,
        provedBy);
  }
}
