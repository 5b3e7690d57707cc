// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.internal.refresh.RefreshStep.Adopt;
import io.hexauth.domain.internal.refresh.RefreshStep.BackOff;
import io.hexauth.domain.internal.refresh.RefreshStep.GiveUp;
import io.hexauth.domain.internal.refresh.RefreshStep.NeedUser;
import io.hexauth.domain.internal.refresh.RefreshStep.RevokeIssued;
import io.hexauth.domain.internal.refresh.RefreshStep.ServeUnstored;
import io.hexauth.domain.internal.refresh.RefreshStep.StoreGone;
import io.hexauth.domain.internal.refresh.RefreshStep.Stored;

/**
 * One method for each end of a refresh.
 *
 * @param <R> the type of the values that the methods return
 */
public interface EndCases<R> {

  /** {@return the result for {@link Adopt}} */
  R adopt();

  /** {@return the result for {@link Stored}} */
  R stored();

  /** {@return the result for {@link ServeUnstored}} */
  R serveUnstored(ServeUnstored end);

  /** {@return the result for {@link RevokeIssued}} */
  R revokeIssued();

  /** {@return the result for {@link GiveUp}} */
  R giveUp();

  /** {@return the result for {@link StoreGone}} */
  R storeGone();

  /** {@return the result for {@link BackOff}} */
  R backOff(BackOff end);

  /** {@return the result for {@link NeedUser}} */
  R needUser(NeedUser end);
}
