// SPDX-License-Identifier: Apache-2.0
/**
 * The refresh algorithm as one pure state machine: {@link
 * io.hexauth.domain.internal.refresh.Refresh} says what comes next, {@link
 * io.hexauth.domain.internal.refresh.RefreshStep} what there is to do, {@link
 * io.hexauth.domain.internal.refresh.GrantTransitions} what each write makes of the stored record,
 * and nothing in here does it. The rules R0 to R8 are explained in the project's ADR 11, the
 * transitions in ADR 24.
 *
 * <p>Decided in core instead, beside the transition function: a token without a lease while the
 * store is down ({@code TokenWithoutStore}), how long a late commit is tried ({@code LateCommits}),
 * tokens handed in ({@code GrantInstaller.adopt}), revocation ({@code GrantRevoker}), and whether
 * the refresh token is presented or the client's own grant ({@code TokenSource.next}).
 */
@NullMarked
package io.hexauth.domain.internal.refresh;

import org.jspecify.annotations.NullMarked;
