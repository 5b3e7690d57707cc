// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.refresh;

import io.hexauth.domain.lifecycle.Envelope;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Document that is about to be stored. It is encrypted once, so a repeated write has the same
 * bytes.
 *
 * @param envelope the encrypted document
 * @param commitId the unique identifier of this write
 * @param accessExpiresAt the latest expiry of the access tokens in the document, by the store's
 *     clock; empty if none has an expiry
 * @param retention the time from the write on for which the record is kept; empty if it must be
 *     kept
 */
public record SealedCredential(
    Envelope envelope,
    String commitId,
    Optional<Instant> accessExpiresAt,
    Optional<Duration> retention) {}
