// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import java.util.Optional;

/**
 * Requirement of a caller for an access token.
 *
 * @param access the access request of the token
 * @param newerThan the version that the token must be newer than; empty if the version does not
 *     matter. A token of another grant counts as newer
 * @param fresh true if a token that is due for a refresh is not enough, because no caller waits for
 *     the result
 */
public record TokenRequirement(
    AccessRequest access, Optional<GrantRecord.Version> newerThan, boolean fresh) {

  /** {@return the requirement for a token that can be used now} */
  public static TokenRequirement usable(AccessRequest access) {
    return new TokenRequirement(access, Optional.empty(), false);
  }

  /** {@return the requirement for a token that is not due for a refresh} */
  public static TokenRequirement fresh(AccessRequest access) {
    return new TokenRequirement(access, Optional.empty(), true);
  }

  /**
   * {@return the requirement for a token of a later generation or of another grant, even if the
   * known token has not expired}
   */
  public static TokenRequirement newerThan(AccessRequest access, GrantRecord.Version version) {
    return new TokenRequirement(access, Optional.of(version), false);
  }

  /**
   * {@return true if a token meets this requirement}
   *
   * @param issued the version with which the token was stored
   * @param schedule the schedule of the token
   */
  public boolean isMetBy(GrantRecord.Version issued, TokenSchedule schedule) {
    boolean newer =
        newerThan
            .filter(known -> known.grantId().equals(issued.grantId()))
            .filter(known -> issued.generation() <= known.generation())
            .isEmpty();
    return newer && !schedule.isExpired() && !(fresh && schedule.isDue());
  }
}
