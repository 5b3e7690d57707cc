// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import java.util.Optional;

/**
 * Requirement that a caller has of a grant's token.
 *
 * @param access what the token is for
 * @param newerThan what will not do: tokens that came with this generation, or with an earlier one
 *     of the same grant; absent if any will do
 * @param fresh whether a token that is due will not do, because no caller waits for this
 */
public record TokenRequirement(
    AccessRequest access, Optional<GrantRecord.Version> newerThan, boolean fresh) {

  /** {@return a token that can be used now} */
  public static TokenRequirement usable(AccessRequest access) {
    return new TokenRequirement(access, Optional.empty(), false);
  }

  /** {@return a token that need not be refreshed soon} */
  public static TokenRequirement fresh(AccessRequest access) {
    return new TokenRequirement(access, Optional.empty(), true);
  }

  /**
   * {@return a token that was issued after this generation, or by another grant, whatever the clock
   * says}
   */
  public static TokenRequirement newerThan(AccessRequest access, GrantRecord.Version version) {
    return new TokenRequirement(access, Optional.of(version), false);
  }

  /**
   * {@return whether a token is what is wanted}
   *
   * @param issued the grant and the generation that it came with
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
