// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.memory;

import io.hexauth.domain.registration.Principal;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least work of a correct program that finds a token by its principal: one lookup in a map, and
 * one clock read.
 */
@State(Scope.Benchmark)
public class LeastOfMany {

  private record Known(String token, long until) {}

  private static final long AN_HOUR = 3_600_000_000_000L;

  private final ConcurrentMap<Principal, Known> known = new ConcurrentHashMap<>();

  /** Stores a token for every user. */
  public LeastOfMany() {
    long until = System.nanoTime() + AN_HOUR;
    for (int user = 0; user < Calls.USERS; user++) {
      String token = NumberedTokens.token(HeapRun.SHORT) + user;
      known.put(ManyGrants.user(user), new Known(token, until));
    }
  }

  String token(Principal principal) {
    Known now = known.get(principal);
    if (now == null || now.until() - System.nanoTime() <= 0) {
      throw new IllegalStateException("The token has expired");
    }
    return now.token();
  }
}
