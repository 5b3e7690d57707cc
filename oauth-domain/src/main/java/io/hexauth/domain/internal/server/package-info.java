// SPDX-License-Identifier: Apache-2.0
/**
 * Decisions about what an authorization server publishes: how long it is used, and what may change.
 */
@NullMarked
package io.hexauth.domain.internal.server;

import org.jspecify.annotations.NullMarked;
