// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import io.hexauth.fleet.soak.History.Served;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What the listener of one node has heard. */
final class Announced {

  private final Set<String> tokens = new HashSet<>();
  private final Map<String, Integer> revocations = new HashMap<>();

  void token(String user, String token) {
    tokens.add(user + token);
  }

  void revocation(String user) {
    revocations.merge(user, 1, Integer::sum);
  }

  /**
   * {@return true if the token was announced} A revocation explains one token without an event: the
   * last one of its grant, if a caller received it while another caller ended the grant.
   */
  boolean takeExplanation(Served served) {
    return tokens.contains(served.user() + served.token())
        || revocations.merge(served.user(), -1, Integer::sum) >= 0;
  }
}
