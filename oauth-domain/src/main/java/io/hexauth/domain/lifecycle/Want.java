// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import io.hexauth.domain.registration.AccessRequest;

/**
 * What somebody wants of a grant.
 *
 * @param access what the token is for
 * @param newerThan only tokens of a later generation will do; -1 if any will
 * @param fresh whether a token that is due will not do, because nobody waits for this
 */
public record Want(AccessRequest access, long newerThan, boolean fresh) {

  /** {@return a token that can be used now} */
  public static Want usable(AccessRequest access) {
    return new Want(access, -1, false);
  }

  /** {@return a token that need not be refreshed soon} */
  public static Want fresh(AccessRequest access) {
    return new Want(access, -1, true);
  }

  /** {@return a token that was minted after this generation, whatever the clock says} */
  public static Want newerThan(AccessRequest access, long generation) {
    return new Want(access, generation, false);
  }

  /** {@return whether a token of this generation and schedule is what is wanted} */
  public boolean isMetBy(long generation, TokenSchedule schedule) {
    return generation > newerThan && !schedule.isExpired() && !(fresh && schedule.isDue());
  }
}
