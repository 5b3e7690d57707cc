// SPDX-License-Identifier: Apache-2.0
/**
 * The refresh algorithm as one pure state machine: {@link io.hexauth.domain.refresh.Refresh} says
 * what comes next, {@link io.hexauth.domain.refresh.RefreshStep} what there is to do, and nothing
 * in here does it. The rules R0 to R8 are explained in the project's ADR 11.
 */
@NullMarked
package io.hexauth.domain.refresh;

import org.jspecify.annotations.NullMarked;
