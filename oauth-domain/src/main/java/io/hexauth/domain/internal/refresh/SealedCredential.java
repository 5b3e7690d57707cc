// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A document on its way into a record. It is sealed once; a repetition writes the same bytes.
 *
 * @param envelope the sealed document
 * @param commitId tells this write from every other
 * @param accessExpiresAt when the newest access token ends, on the store's clock
 * @param retention how long the record is of use from the write on; absent for as long as it is not
 *     erased
 */
public record SealedCredential(
    Envelope envelope,
    String commitId,
    Optional<Instant> accessExpiresAt,
    Optional<Duration> retention) {}
