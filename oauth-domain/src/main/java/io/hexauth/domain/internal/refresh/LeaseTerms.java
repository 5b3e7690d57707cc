// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * The lease that a node asks for.
 *
 * @param expected what must be stored; absent if nothing must be
 * @param createdAs the id of the record to create if nothing is stored; absent if none may be
 *     created
 * @param owner the node
 * @param attemptId unique to this attempt
 * @param duration of the lease; positive
 * @param hold how long an intent is left alone after its lease has ended; zero or more
 */
public record LeaseTerms(
    Optional<GrantRecord.Version> expected,
    Optional<GrantId> createdAs,
    String owner,
    String attemptId,
    Duration duration,
    Duration hold) {}
