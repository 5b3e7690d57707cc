// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.hexauth.architecture.House.Adapter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Architecture rules: {@link Dependencies} (allowed dependencies), {@link Shape} (form of types)
 * and {@link Conduct} (behaviour of code). Each rule is checked twice: it must hold for the classes
 * of Hexauth, and fail for the bad fixtures, so that no rule is without effect.
 */
class ArchitectureTest {

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains(House.SHADED))
          .importPackages(House.HEXAUTH.root());

  private static final JavaClasses BAD =
      new ClassFileImporter().importPackages(House.OF_BAD_FIXTURES.root());

  static Stream<Rule> ourRules() {
    return rules(House.HEXAUTH);
  }

  static Stream<Rule> rulesOfTheBadHouse() {
    return rules(House.OF_BAD_FIXTURES);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ourRules")
  void ourCodeShouldKeep(Rule rule) {
    rule.check().check(OURS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rulesOfTheBadHouse")
  void badFixtureShouldBreak(Rule rule) {
    var broken = rule.check().evaluate(BAD).getFailureReport().toString();

    assertThat(rule.provedBy()).as("fixtures of the rule").isNotEmpty();
    assertThat(broken).as(rule.sentence()).contains(rule.provedBy());
  }

  @Test
  void everyRoomShouldBeInhabited() {
    assertThat(inhabitants(House.HEXAUTH.domain())).as("domain").hasSizeGreaterThan(40);
    assertThat(inhabitants(House.HEXAUTH.api())).as("driving ports").hasSizeGreaterThan(2);
    assertThat(inhabitants(House.HEXAUTH.spi())).as("driven ports").hasSizeGreaterThan(10);
    assertThat(inhabitants(House.HEXAUTH.core())).as("core").hasSizeGreaterThan(10);
    assertThat(inhabitants(House.HEXAUTH.json())).as("core's JSON").isNotEmpty();
    assertThat(inhabitants(House.HEXAUTH.config())).as("configuration").hasSizeGreaterThan(5);
    assertThat(inhabitants(House.HEXAUTH.testkit())).as("test kit").hasSizeGreaterThan(5);
    for (Adapter adapter : House.HEXAUTH.adapters()) {
      assertThat(inhabitants(House.HEXAUTH.all(adapter))).as("%s", adapter).isNotEmpty();
    }
    assertThat(OURS).as("all").hasSizeGreaterThan(120);
  }

  @Test
  void everySecretShouldExist() {
    assertThat(inhabitants(House.HEXAUTH.domain()))
        .extracting(JavaClass::getSimpleName)
        .contains(Shape.SECRETS.split("\\|"));
  }

  @Test
  void everyAdapterShouldImplementWhatItIsFor() {
    for (Adapter adapter : House.HEXAUTH.adapters()) {
      DescribedPredicate<JavaClass> port =
          adapter.isDriven()
              ? aDrivenPort().or(simpleName("OAuthEventListener"))
              : simpleName("ApiRequest");
      assertThat(inhabitants(House.HEXAUTH.all(adapter)))
          .as("%s", adapter)
          .anyMatch(type -> !type.isInterface() && type.isAssignableTo(port));
    }
  }

  @Test
  void noPackageShouldBeSplitBetweenModules() {
    Map<String, Set<String>> modules =
        OURS.stream()
            .collect(
                Collectors.groupingBy(
                    JavaClass::getPackageName,
                    TreeMap::new,
                    Collectors.mapping(ArchitectureTest::module, Collectors.toSet())));

    assertThat(modules).allSatisfy((name, homes) -> assertThat(homes).as(name).hasSize(1));
    assertThat(modules.values().stream().flatMap(Set::stream).distinct())
        .as("modules that were told apart")
        .hasSize(5 + House.HEXAUTH.adapters().size());
  }

  private static Stream<Rule> rules(House house) {
    return Stream.of(Dependencies.of(house), Shape.of(house), Conduct.of(house))
        .flatMap(Function.identity());
  }

  private static List<JavaClass> inhabitants(String room) {
    return OURS.stream()
        .filter(resideInAPackage(room))
        .filter(type -> !type.getSimpleName().equals("package-info"))
        .toList();
  }

  private static DescribedPredicate<JavaClass> aDrivenPort() {
    return resideInAPackage(House.HEXAUTH.spi()).and(JavaClass.Predicates.INTERFACES);
  }

  /** {@return the jar or folder of a class} */
  private static String module(JavaClass type) {
    String file = type.getSource().orElseThrow().getUri().toString();
    return file.substring(0, file.indexOf("/" + type.getPackageName().replace('.', '/')));
  }
}
