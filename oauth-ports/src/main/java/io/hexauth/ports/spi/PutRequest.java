// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A grant that did not come from a lease.
 *
 * @param key names the grant
 * @param version what it will be: a new grant id and generation 1, or what a node still knows of a
 *     grant that the store has lost
 * @param replaced what must be stored, and is overwritten; absent if nothing must be stored
 * @param envelope the sealed document of that generation
 * @param accessExpiresAt when its access token ends, on the store's clock
 * @param retention how long the record is of use from now on; absent for as long as nobody erases
 *     it
 */
public record PutRequest(
    GrantKey key,
    GrantRecord.Version version,
    Optional<GrantRecord.Version> replaced,
    Envelope envelope,
    Optional<Instant> accessExpiresAt,
    Optional<Duration> retention) {}
