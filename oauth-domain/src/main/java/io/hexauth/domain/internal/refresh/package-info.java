// SPDX-License-Identifier: Apache-2.0
/**
 * The refresh algorithm as a pure state machine. {@link io.hexauth.domain.internal.refresh.Refresh}
 * decides on the next step, {@link io.hexauth.domain.internal.refresh.RefreshStep} describes the
 * steps, and {@link io.hexauth.domain.internal.refresh.GrantTransitions} calculates the record that
 * each write stores. ADR 11 of the project explains the rules R0 to R8, and ADR 24 the transitions.
 *
 * <p>The core, and not the state machine, makes these decisions:
 *
 * <ul>
 *   <li>a token without a lease while the store does not answer: {@code TokenWithoutStore};
 *   <li>the time for which a late commit is tried: {@code LateCommits};
 *   <li>imported tokens: {@code GrantInstaller.adopt};
 *   <li>revocation: {@code GrantRevoker};
 *   <li>the choice between the refresh token and a new grant of the client: {@code
 *       TokenSource.next}.
 * </ul>
 */
@NullMarked
package io.hexauth.domain.internal.refresh;

import org.jspecify.annotations.NullMarked;
