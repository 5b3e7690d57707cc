// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.registration.RotationPolicy;
import java.util.EnumSet;
import java.util.Set;

/**
 * What can happen in one exploration; each trouble once.
 *
 * @param nodes how many
 * @param rounds how often each wants a new token
 * @param policy of the server, which the nodes know
 * @param own whether the client obtains the grant by itself; there is none at the start
 * @param troubles what may go wrong
 */
record Scenario(int nodes, int rounds, RotationPolicy policy, boolean own, Set<Trouble> troubles) {

  enum Trouble {
    /** A process ends between two steps. */
    CRASH,
    /** A process stands still between two steps, for any time. */
    PAUSE,
    /** The answer of the server does not arrive. */
    ANSWER_LOST,
    /** The request does not reach the server. */
    NOT_SENT,
    /** The server says invalid_grant although the token is good. */
    REFUSED,
    /** The server refuses the token, which is good, and gives no OAuth error. */
    REFUSED_WITHOUT_ERROR,
    /** The same once more. */
    REFUSED_WITHOUT_ERROR_AGAIN,
    /** The store does what it is asked to, or not, and does not answer. */
    STORE_SILENT,
    /** A write arrives when its sender has given up on it, or arrives once more. */
    WRITE_LATE,
    /** The store takes long for one look, at its record first or at its record last. */
    STORE_SLOW,
    /** The store's clock is set back. */
    CLOCK_BACK,
    /** The store's clock is set forward. */
    CLOCK_FORWARD,
    /** The store forgets a lease. */
    LEASE_FORGOTTEN,
    /** The store forgets its last write of a credential. */
    STORE_FORGETS,
    /** The user revokes the grant. */
    REVOKED,
    /** A record is listed, and some steps later its document is sealed with another key. */
    RESEALED
  }

  static Scenario of(int nodes, RotationPolicy policy, Trouble... troubles) {
    return of(nodes, 1, policy, troubles);
  }

  static Scenario of(int nodes, int rounds, RotationPolicy policy, Trouble... troubles) {
    return new Scenario(nodes, rounds, policy, false, setOf(troubles));
  }

  static Scenario own(int nodes, int rounds, Trouble... troubles) {
    return new Scenario(nodes, rounds, new RotationPolicy.Strict(), true, setOf(troubles));
  }

  private static Set<Trouble> setOf(Trouble... troubles) {
    Set<Trouble> set = EnumSet.noneOf(Trouble.class);
    set.addAll(Set.of(troubles));
    return set;
  }

  @Override
  public String toString() {
    return nodes
        + " nodes, "
        + (own ? "own grant" : policy.getClass().getSimpleName())
        + (rounds == 1 ? "" : ", " + rounds + " rounds")
        + ", "
        + troubles;
  }
}
