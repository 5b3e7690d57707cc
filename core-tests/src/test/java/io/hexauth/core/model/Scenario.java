// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.registration.RotationPolicy;
import java.util.EnumSet;
import java.util.Set;

/**
 * Possible events of one exploration; each trouble occurs at most once.
 *
 * @param nodes the number of nodes
 * @param rounds the number of new tokens that each node wants
 * @param policy the rotation policy of the server, which the nodes know
 * @param own true if the client obtains the grant without a user; there is no grant at the start
 * @param troubles the possible troubles
 */
record Scenario(int nodes, int rounds, RotationPolicy policy, boolean own, Set<Trouble> troubles) {

  enum Trouble {
    /** A process ends between two steps. */
    CRASH,
    /** A process pauses between two steps, for any time. */
    PAUSE,
    /** The answer of the server is lost. */
    ANSWER_LOST,
    /** The request does not reach the server. */
    NOT_SENT,
    /** The server answers invalid_grant although the token is valid. */
    REFUSED,
    /** The server refuses a valid token without an OAuth error. */
    REFUSED_WITHOUT_ERROR,
    /** The same refusal a second time. */
    REFUSED_WITHOUT_ERROR_AGAIN,
    /** The store does not answer. It may have executed the call. */
    STORE_SILENT,
    /** A write arrives after its sender has given up, or arrives twice. */
    WRITE_LATE,
    /** A read of the store takes long, before or after the store reads the record. */
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
    /** A record is listed, and its document is sealed with another key some steps later. */
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
