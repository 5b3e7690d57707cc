// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.FilterResult.includedIf;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one test of a contract from within another test. */
final class ContractRun {

  private ContractRun() {}

  /** {@return true if the test exists and fails} */
  static boolean fails(Class<?> contract, String method) {
    var results = new ArrayList<TestExecutionResult.Status>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(contract))
            .filters((PostDiscoveryFilter) test -> includedIf(isMethod(test.getSource(), method)))
            .build();
    LauncherFactory.create()
        .execute(
            request,
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (isMethod(test.getSource(), method)) {
                  results.add(result.getStatus());
                }
              }
            });
    assertThat(results).as("the contract has " + method).isNotEmpty();
    return results.contains(TestExecutionResult.Status.FAILED);
  }

  /** {@return the names of all rules of a contract, including those of its groups} */
  static Set<String> rules(Class<?> contract) {
    var rules = new TreeSet<String>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)).build();
    TestPlan plan = LauncherFactory.create().discover(request);
    plan.accept(
        new TestPlan.Visitor() {
          @Override
          public void visit(TestIdentifier test) {
            test.getSource()
                .filter(MethodSource.class::isInstance)
                .ifPresent(source -> rules.add(((MethodSource) source).getMethodName()));
          }
        });
    assertThat(rules).isNotEmpty();
    return rules;
  }

  private static boolean isMethod(Optional<TestSource> source, String name) {
    return source
        .filter(s -> s instanceof MethodSource m && m.getMethodName().equals(name))
        .isPresent();
  }
}
