// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.hexauth.architecture.House.Adapter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every implementation of a driven port runs the contract of this port. */
class ContractsTest {

  /** Root of the repository. Maven and IDEs run the tests of a module in its folder. */
  private static final Path REACTOR = Path.of("").toAbsolutePath().getParent();

  private static final Map<Path, List<JavaClass>> READ = new ConcurrentHashMap<>();

  static Stream<String> modulesThatImplementPorts() {
    return Stream.concat(
        Stream.of("oauth-core"),
        House.HEXAUTH.adapters().stream()
            .filter(Adapter::isDriven)
            // An adapter for metrics only listens, and there is no contract for listeners.
            .filter(adapter -> !adapter.name().startsWith("metrics."))
            .map(Adapter::module));
  }

  @ParameterizedTest
  @MethodSource("modulesThatImplementPorts")
  void everyImplementedPortShouldBeTestedByItsContract(String module) {
    Set<String> due = implementedPorts(module);
    due.retainAll(portsWithContract());

    assertThat(due).as("ports that %s implements and the test kit checks", module).isNotEmpty();
    assertThat(contractsRunBy(module)).containsAll(due);
  }

  @ParameterizedTest
  @MethodSource("modulesThatImplementPorts")
  void contractTestsShouldNotBeSwitchedOff(String module) {
    assertThat(classesOf(module, "target/test-classes"))
        .noneMatch(type -> type.isAnnotatedWith("org.junit.jupiter.api.Disabled"))
        .noneMatch(
            type ->
                type.getMethods().stream()
                    .anyMatch(method -> method.isAnnotatedWith("org.junit.jupiter.api.Disabled")));
  }

  /** {@return the simple names of the driven ports that classes of a module implement} */
  private static Set<String> implementedPorts(String module) {
    return classesOf(module, "target/classes").stream()
        .filter(type -> !type.isInterface())
        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .flatMap(type -> type.getAllRawInterfaces().stream())
        .filter(resideInAPackage(House.HEXAUTH.spi()))
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * {@return the ports with a contract} For example, {@code TokenStoreContract} in the test kit
   * checks {@code TokenStore}.
   */
  private static Set<String> portsWithContract() {
    return classesOf("oauth-testkit", "target/classes").stream()
        .flatMap(ContractsTest::contract)
        .collect(Collectors.toSet());
  }

  private static Set<String> contractsRunBy(String module) {
    return classesOf(module, "target/test-classes").stream()
        .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
        .flatMap(type -> type.getAllRawSuperclasses().stream())
        .flatMap(ContractsTest::contract)
        .collect(Collectors.toSet());
  }

  private static Stream<String> contract(JavaClass type) {
    return resideInAPackage(House.HEXAUTH.testkit()).test(type)
            && type.getSimpleName().endsWith("Contract")
        ? Stream.of(type.getSimpleName().replaceFirst("Contract$", ""))
        : Stream.of();
  }

  private static List<JavaClass> classesOf(String module, String folder) {
    return READ.computeIfAbsent(REACTOR.resolve(module).resolve(folder), ContractsTest::read);
  }

  private static List<JavaClass> read(Path classes) {
    assertThat(Files.isDirectory(classes))
        .as("%s exists; build the modules before this one: mvn -am", classes)
        .isTrue();
    return List.copyOf(new ClassFileImporter().importPath(classes));
  }
}
