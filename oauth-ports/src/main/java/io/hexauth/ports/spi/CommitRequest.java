// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A new generation of a grant.
 *
 * @param key names the grant
 * @param expected the generation that was presented
 * @param envelope the sealed document of the next generation
 * @param accessExpiresAt when the newest access token ends, on the store's clock
 * @param retention how long the record is of use from now on; absent for as long as nobody erases
 *     it
 */
public record CommitRequest(
    GrantKey key,
    GrantRecord.Version expected,
    Envelope envelope,
    Optional<Instant> accessExpiresAt,
    Optional<Duration> retention) {}
