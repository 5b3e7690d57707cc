// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

import io.hexauth.benchmarks.cache.Users;
import io.hexauth.domain.registration.Principal;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The principals for the calls of one thread, in the order of the calls. */
@State(Scope.Thread)
public class Calls {

  /** Number of users. A smoke run has fewer. */
  static final int USERS = Integer.getInteger("benchmark.users", 1_000_000);

  private static final int CALLS = 1 << 20;
  private static final AtomicInteger THREADS = new AtomicInteger();

  private final Principal[] principals;
  private int next;

  /** Creates the principals. Each thread begins at another place of the same sequence. */
  public Calls() {
    Principal[] users =
        IntStream.range(0, USERS).mapToObj(ManyGrants::user).toArray(Principal[]::new);
    principals =
        IntStream.of(Users.calls(USERS, CALLS)).mapToObj(i -> users[i]).toArray(Principal[]::new);
    next = THREADS.getAndIncrement() * (CALLS / 8);
  }

  Principal next() {
    Principal principal = principals[next & (CALLS - 1)];
    next++;
    return principal;
  }
}
