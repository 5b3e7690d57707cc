// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import java.time.Instant;

/**
 * Holder of the right to present the current generation, and the end of that right.
 *
 * @param owner the node
 * @param attemptId tells this attempt from every other, so that a repeated write is recognised
 * @param until on the store's clock, exclusive
 */
public record Lease(String owner, String attemptId, Instant until) {}
