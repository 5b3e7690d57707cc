// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

import io.hexauth.ports.api.OAuthClient;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A client that has the tokens of all users in memory. All threads share it. */
@State(Scope.Benchmark)
public class FilledClient {

  private final ManyGrants many = ManyGrants.of(Calls.USERS, HeapRun.SHORT, HeapRun.SHORT).fill();
  final OAuthClient client = many.client();

  /** Stops the threads of Hexauth. */
  @TearDown
  public void close() {
    many.close();
  }
}
