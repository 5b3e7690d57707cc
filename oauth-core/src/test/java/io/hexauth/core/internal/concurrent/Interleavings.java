// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.domain.lifecycle.GrantKey;
import java.security.SecureRandom;
import java.util.concurrent.ConcurrentHashMap;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.StressOptions;

/**
 * Runner of interleaving tests, with the number of scenarios and of runs: few in each build, many
 * in a soak.
 */
public final class Interleavings {

  private static final int SCENARIOS = Integer.getInteger("hexauth.interleavings", 5);
  private static final int PAIRS = 8;
  private static final int MODEL_RUNS = 200;
  private static final int STRESS_RUNS = 500;

  private Interleavings() {}

  /** Checks all interleavings of threads at shared accesses. */
  public static void modelCheck(Class<?> operations, Class<?> specification) {
    check(operations, specification, modelChecking(2, 1).iterations(SCENARIOS).actorsPerThread(3));
  }

  /** Works like {@link #modelCheck}, for pairs of first operations, one on each thread. */
  public static void modelCheckPairs(Class<?> operations, Class<?> specification) {
    check(operations, specification, modelChecking(0, 0).iterations(PAIRS).actorsPerThread(1));
  }

  private static ModelCheckingOptions modelChecking(int actorsBefore, int actorsAfter) {
    return new ModelCheckingOptions()
        .invocationsPerIteration(MODEL_RUNS)
        .threads(2)
        .actorsBefore(actorsBefore)
        .actorsAfter(actorsAfter)
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses(
                    SecureRandom.class.getName(), GrantKey.class.getName())
                .allMethods()
                .ignore())
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses(ConcurrentHashMap.class.getName())
                .allMethods()
                .treatAsAtomic());
  }

  private static void check(
      Class<?> operations, Class<?> specification, ModelCheckingOptions options) {
    options.sequentialSpecification(specification).check(operations);
  }

  /** Runs the threads on the real processor and its memory. */
  public static void stress(Class<?> operations, Class<?> specification) {
    new StressOptions()
        .iterations(SCENARIOS)
        .invocationsPerIteration(STRESS_RUNS)
        .threads(3)
        .actorsPerThread(3)
        .actorsBefore(2)
        .actorsAfter(2)
        .sequentialSpecification(specification)
        .check(operations);
  }
}
