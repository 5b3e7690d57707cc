// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.internal.refresh.RefreshStep.Commit;
import io.hexauth.domain.internal.refresh.RefreshStep.Look;
import io.hexauth.domain.internal.refresh.RefreshStep.Present;
import io.hexauth.domain.internal.refresh.RefreshStep.Rest;
import io.hexauth.domain.internal.refresh.RefreshStep.Settle;
import io.hexauth.domain.internal.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.internal.refresh.RefreshStep.WriteBack;

/**
 * One method for each task of a refresh.
 *
 * @param <R> the type of the values that the methods return
 */
public interface TaskCases<R> {

  /** {@return the result for {@link Look}} */
  R look();

  /** {@return the result for {@link Rest}} */
  R rest();

  /** {@return the result for {@link WriteBack}} */
  R writeBack(WriteBack task);

  /** {@return the result for {@link TakeLease}} */
  R takeLease(TakeLease task);

  /** {@return the result for {@link Present}} */
  R present(Present task);

  /** {@return the result for {@link Commit}} */
  R commit(Commit task);

  /** {@return the result for {@link Settle}} */
  R settle(Settle task);
}
