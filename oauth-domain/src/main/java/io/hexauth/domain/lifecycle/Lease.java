// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.lifecycle;

import java.time.Instant;

/**
 * Right of one node to refresh a grant, for a limited time.
 *
 * @param owner the node
 * @param attemptId the unique identifier of this attempt. If the node repeats a write, it finds out
 *     by this identifier whether the first write took effect
 * @param until the end of the lease by the store's clock, exclusive
 */
public record Lease(String owner, String attemptId, Instant until) {}
