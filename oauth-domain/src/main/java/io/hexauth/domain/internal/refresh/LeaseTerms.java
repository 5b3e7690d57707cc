// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Lease that a node requests.
 *
 * @param expected the version that must be stored; empty if no record must be stored
 * @param createdAs the id of the record to create if none is stored; empty if none may be created
 * @param owner the node
 * @param attemptId the unique identifier of this attempt
 * @param duration the duration of the lease; positive
 * @param hold the time after the lease, if it ends without a known outcome, in which no node
 *     refreshes the grant; zero or more
 */
public record LeaseTerms(
    Optional<GrantRecord.Version> expected,
    Optional<GrantId> createdAs,
    String owner,
    String attemptId,
    Duration duration,
    Duration hold) {}
