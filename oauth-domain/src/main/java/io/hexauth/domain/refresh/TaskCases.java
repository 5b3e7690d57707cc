// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.refresh;

import io.hexauth.domain.refresh.RefreshStep.Commit;
import io.hexauth.domain.refresh.RefreshStep.Look;
import io.hexauth.domain.refresh.RefreshStep.Present;
import io.hexauth.domain.refresh.RefreshStep.Rest;
import io.hexauth.domain.refresh.RefreshStep.Settle;
import io.hexauth.domain.refresh.RefreshStep.TakeLease;
import io.hexauth.domain.refresh.RefreshStep.WriteBack;

/**
 * One method for each task of a refresh.
 *
 * @param <R> what they return
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
