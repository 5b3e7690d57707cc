// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A grant that did not come from a lease.
 *
 * @param key names the grant
 * @param grantId its new id
 * @param replaced what must be stored, and is overwritten; absent if nothing must be stored
 * @param envelope the sealed document of generation 1
 * @param accessExpiresAt when its access token ends, on the store's clock
 * @param retention how long the record is of use from now on; absent for as long as nobody erases
 *     it
 */
public record PutRequest(
    GrantKey key,
    GrantId grantId,
    Optional<GrantRecord.Version> replaced,
    Envelope envelope,
    Optional<Instant> accessExpiresAt,
    Optional<Duration> retention) {}
