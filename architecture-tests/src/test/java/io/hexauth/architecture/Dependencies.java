// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static io.hexauth.architecture.House.and;
import static io.hexauth.architecture.Rule.rule;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.hexauth.architecture.House.Adapter;
import java.util.List;
import java.util.stream.Stream;

/** Rules about dependencies: all of them point inwards. */
final class Dependencies {

  /** Types of a call to core by an adapter, and of core's answer. */
  private static final DescribedPredicate<JavaClass> FOR_ADAPTERS =
      simpleName("ApiRequest").or(simpleName("ApiAnswer")).or(simpleName("OAuthEventListener"));

  /** Packages that every module except domain and ports may use, in addition to the hexagon. */
  private static final List<String> COMMON =
      List.of("java..", "jakarta.inject..", "com.google.inject..", "org.slf4j..", "org.jspecify..");

  /** Parts of the JDK that adapters may use, also in their configuration. */
  private static final List<String> PLATFORM = List.of("javax.net..", "javax.sql..");

  private Dependencies() {}

  static Stream<Rule> of(House house) {
    return Stream.concat(inwards(house), house.adapters().stream().flatMap(a -> adapter(house, a)));
  }

  private static Stream<Rule> inwards(House house) {
    return Stream.of(
        rule(
            "the domain knows the language, jspecify and itself",
            classes()
                .that()
                .resideInAPackage(house.domain())
                .should()
                .onlyDependOnClassesThat(
                    resideInAPackage(house.domain())
                        .or(resideInAPackage("org.jspecify.."))
                        .or(
                            resideInAPackage("java..")
                                .and(
                                    resideOutsideOfPackages(
                                        "java.net.http..", "java.sql..", "java.util.logging.."))))
                .because("decisions are pure functions: no I/O, no logging, no library"),
            "DomainThatLogs",
            "DomainThatKnowsPorts"),
        rule(
            "ports know the domain, the language and jspecify",
            classes()
                .that()
                .resideInAPackage(house.ports())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", house.domain(), house.ports())
                .because("the implementation of a port depends on nothing else"),
            "PortThatKnowsInject"),
        rule(
            "what is driven does not know what drives",
            noClasses()
                .that()
                .resideInAPackage(house.spi())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(house.api())
                .because("api may use spi, never the reverse"),
            "DrivenPortThatKnowsApi"),
        rule(
            "core knows the ports, and no technology but JSON and ciphers",
            classes()
                .that()
                .resideInAPackage(house.core())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                    and(
                        COMMON,
                        "javax.crypto..",
                        "tools.jackson.core..",
                        house.domain(),
                        house.ports(),
                        house.core()))
                .because("the same core runs on every transport and every store"),
            "CoreThatKnowsFeign"),
        rule(
            "configuration knows the ports and no technology",
            classes()
                .that()
                .resideInAPackage(house.config())
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(and(COMMON, house.domain(), house.ports(), house.config()))
                .because("it is for every wiring, and core does not need it"),
            "ConfigThatKnowsCore"),
        rule(
            "one package knows JSON",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .and()
                .resideOutsideOfPackage(house.json())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("tools.jackson..", "com.fasterxml.jackson..")
                .because(
                    "documents and answers are read in one place, for every store and transport"),
            "CoreThatParsesJsonAnywhere"),
        rule(
            "only modules, binders and qualifiers know Guice",
            noClasses()
                .that()
                .resideInAnyPackage(house.production())
                .and(Conditions.NOT_WIRING)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.inject..")
                .because("services are plain classes with one jakarta.inject constructor"),
            "ServiceThatKnowsGuice"),
        rule(
            "internal packages stay inside their module",
            classes()
                .that()
                .resideInAPackage(house.root() + "..internal..")
                .and()
                .resideOutsideOfPackage(house.decisions())
                .should(Conditions.beUsedOnlyInTheirOwn(house.rooms()))
                .because("internal is public to the compiler only"),
            "AdapterThatUsesInternalOfCore"),
        rule(
            "core and the test kit alone know the internal decisions of the domain",
            classes()
                .that()
                .resideInAPackage(house.decisions())
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(house.domain(), house.core(), house.testkit())
                .because("they may change in any release"),
            "AdapterThatDecides"),
        rule(
            "packages form no cycles",
            slices()
                .matching(house.root() + ".(**)")
                .should()
                .beFreeOfCycles()
                .because(
                    "a package can be understood with the ones below it, and without those above"),
            "core.internal.egg"),
        rule(
            "every class belongs to a layer, and layers look inwards",
            layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("domain")
                .definedBy(house.domain())
                .layer("ports")
                .definedBy(house.ports())
                .layer("core")
                .definedBy(house.core())
                .layer("adapters")
                .definedBy(house.allAdapters())
                .layer("config")
                .definedBy(house.config())
                .layer("testkit")
                .definedBy(house.testkit())
                .whereLayer("ports")
                .mayOnlyBeAccessedByLayers("core", "adapters", "config", "testkit")
                .whereLayer("core")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("adapters")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("config")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("testkit")
                .mayNotBeAccessedByAnyLayer()
                .ensureAllClassesAreContainedInArchitecture()
                .because("a module outside the picture is a module without rules"),
            "ClassOfNoLayer",
            "TestkitThatKnowsCore"));
  }

  private static Stream<Rule> adapter(House house, Adapter adapter) {
    String driving = house.driving(adapter);
    String[] wiringAndDriving = {house.wiring(adapter), driving};
    return Stream.of(
        rule(
            adapter + " knows ports, its own technology and nothing else",
            classes()
                .that()
                .resideInAPackage(house.all(adapter))
                .should()
                .onlyDependOnClassesThat(
                    resideInAnyPackage(and(COMMON, house.domain(), house.ports()))
                        .or(resideInAnyPackage(and(PLATFORM, house.all(adapter))))
                        .or(resideInAnyPackage(and(adapter.vendor()))))
                .because("an adapter needs neither core nor another adapter"),
            "AdapterThatKnowsCore",
            "AdapterThatKnowsAnotherAdapter"),
        rule(
            "the driven side of " + adapter + " does not know the driving ports",
            noClasses()
                .that()
                .resideInAPackage(house.all(adapter))
                .and()
                .resideOutsideOfPackages(wiringAndDriving)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(house.api(), driving)
                .because("a transport or a store is called by core and never calls back")
                .allowEmptyShould(
                    true), // a small adapter has only the package with its Guice modules
            "TransportThatCallsClients"),
        rule(
            "the driving side of " + adapter + " does not know the driven ports",
            noClasses()
                .that()
                .resideInAPackage(driving)
                .should()
                .dependOnClassesThat(
                    resideInAPackage(house.spi())
                        .or(
                            resideInAPackage(house.all(adapter))
                                .and(resideOutsideOfPackages(wiringAndDriving))))
                .because("it is one more caller of the hexagon, not a part of it")
                .allowEmptyShould(true), // most adapters implement driven ports only
            "ClientThatKnowsStores"),
        rule(
            adapter + " implements no driving port",
            noClasses()
                .that()
                .resideInAPackage(house.all(adapter))
                .should()
                .beAssignableTo(resideInAPackage(house.api()).and(not(FOR_ADAPTERS)))
                .because(
                    "core is the only implementation of what applications call; the request and"
                        + " the answer of a call, and a listener, are the adapter's own"),
            "AdapterThatPlaysCore"),
        rule(
            "vendor types do not leak from " + adapter,
            classes()
                .that()
                .resideInAPackage(house.all(adapter))
                .and(Conditions.OPEN_TO_APPLICATIONS)
                .should(Conditions.nameInNoSignature(adapter.vendor()))
                .because("replacing the technology is not a change of our API")
                .allowEmptyShould(true),
            "ConfigThatLeaksFeign"));
  }
}
