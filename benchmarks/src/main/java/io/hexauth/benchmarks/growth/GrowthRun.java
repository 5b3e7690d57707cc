// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.growth;

import io.hexauth.benchmarks.stores.Plans;
import io.hexauth.benchmarks.stores.StoreOfNode;
import io.hexauth.domain.lifecycle.GrantKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The times of all operations in tables of several sizes.
 *
 * @param sizes number of rows of each table, the smallest first
 * @param growths the times of each operation
 */
public record GrowthRun(List<Integer> sizes, List<Growth> growths) {

  private static final int CALL = 50;
  private static final int CALLS = 10;

  /** Rows of each table that are sealed with an old key. Two of them are used to read the plans. */
  private static final int OLD = CALLS * CALL + 2;

  private static final int SAMPLES = 400;
  private static final int FEW = 15;

  /** {@return the times in tables of these sizes} */
  public static GrowthRun of(List<Integer> sizes) throws Exception {
    GrowthRun unused = once(sizes.subList(0, 1)); // compiles the code before the measurement
    return once(sizes);
  }

  private static GrowthRun once(List<Integer> sizes) throws Exception {
    List<Operation> operations = operations();
    List<List<Double>> micros = new ArrayList<>();
    operations.forEach(operation -> micros.add(new ArrayList<>()));
    List<List<String>> scans = new ArrayList<>();
    for (int size : sizes) {
      try (Table table = new Table(size, OLD)) {
        List<GrantKey> keys = table.keys(SAMPLES);
        scans.clear();
        for (Operation operation : operations) {
          scans.add(scans(table, operation, keys));
        }
        try (Operations on = Table.operations(StoreOfNode.postgres(table.database))) {
          for (int i = 0; i < operations.size(); i++) {
            micros.get(i).add(operations.get(i).measured(on, keys));
          }
        }
      }
    }
    return new GrowthRun(
        sizes,
        IntStream.range(0, operations.size())
            .mapToObj(
                i ->
                    new Growth(
                        operations.get(i).title(),
                        operations.get(i).linear(),
                        micros.get(i),
                        scans.get(i)))
            .toList());
  }

  private static List<String> scans(Table table, Operation operation, List<GrantKey> keys)
      throws Exception {
    return Plans.scans(
        table.database,
        "hexauth_grant",
        node -> {
          try (Operations spied = Table.operations(node)) {
            operation.once().on(spied, keys.get(0));
          }
        });
  }

  private interface Step {
    void on(Operations operations, GrantKey key);
  }

  /**
   * An operation that is measured.
   *
   * @param linear whether the operation reads every row
   * @param once runs the operation once, to read the plans of its statements
   * @param samples number of measured steps
   * @param step the code that is measured
   * @param each number of documents that one step processes
   */
  private record Operation(
      String title, boolean linear, Step once, int samples, Step step, int each) {

    /** {@return the median, in microseconds} */
    double measured(Operations on, List<GrantKey> keys) {
      double[] micros = new double[samples];
      for (int i = 0; i < samples; i++) {
        GrantKey key = keys.get(i % keys.size());
        long start = System.nanoTime();
        step.on(on, key);
        micros[i] = (System.nanoTime() - start) / 1e3 / each;
      }
      Arrays.sort(micros);
      return micros[samples / 2];
    }
  }

  private static Operation of(String title, int samples, Step step) {
    return new Operation(title, false, step, samples, step, 1);
  }

  private static List<Operation> operations() {
    Step keys = (on, key) -> on.keys();
    Step last = (on, key) -> check(on.reseal(CALL), CALL);
    Step one = (on, key) -> check(on.reseal(1), 1);
    Step none = (on, key) -> check(on.reseal(CALL), 0);
    return List.of(
        of("read a grant", SAMPLES, (on, key) -> on.find(key)),
        of("read a grant and write a lease", SAMPLES, Operations::lease),
        of("read a grant and write a token", SAMPLES, Operations::commit),
        of("list 100 grants that are close to expiry", FEW, (on, key) -> on.due()),
        new Operation("count the documents of each key: `keys()`", true, keys, FEW, keys, 1),
        new Operation(
            "encrypt a document with a new key, one of 50: `reseal(50)`",
            false,
            one,
            CALLS,
            last,
            CALL),
        new Operation(
            "check that no document has an old key: `reseal(50)`", false, one, FEW, none, 1));
  }

  private static void check(int written, int expected) {
    if (written != expected) {
      throw new IllegalStateException(written + " documents were sealed again");
    }
  }
}
