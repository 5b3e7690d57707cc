// SPDX-License-Identifier: Apache-2.0
/**
 * The refresh algorithm as a pure state machine. {@link io.hexauth.domain.internal.refresh.Refresh}
 * decides on the next step, {@link io.hexauth.domain.internal.refresh.RefreshStep} describes the
 * steps, and {@link io.hexauth.domain.internal.refresh.GrantTransitions} calculates the record that
 * each write stores. ADR 11 of the project explains the rules R0 to R8, and ADR 24 the transitions.
 *
 * <p>These decisions are not part of the state machine, but of the core: a token without a lease
 * while the store does not answer ({@code TokenWithoutStore}), the time for which a late commit is
 * tried ({@code LateCommits}), imported tokens ({@code GrantInstaller.adopt}), revocation ({@code
 * GrantRevoker}), and the choice between refresh token and a new grant of the client ({@code
 * TokenSource.next}).
 */
@NullMarked
package io.hexauth.domain.internal.refresh;

import org.jspecify.annotations.NullMarked;
