// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.GrantState;
import java.time.Duration;
import java.util.Optional;

/**
 * What a failed presentation leaves behind.
 *
 * @param key names the grant
 * @param expected the generation that was presented
 * @param epoch of the lease that it was presented under
 * @param state that the record gets: {@code IDLE} and {@code DEAD} clear the lease, {@code INTENT}
 *     ends it at the store's now
 * @param presentations how many the attempt counts for: zero takes it back, which never goes with
 *     {@code INTENT}: what nobody knows may have been presented; two if the same holder presented
 *     twice; the record's count becomes {@code attempt - 1 + presentations}
 * @param notBefore how long nothing may be leased, from the store's now; zero for no pause
 * @param errorCode why, if the server said
 */
public record SettleRequest(
    GrantKey key,
    GrantRecord.Version expected,
    long epoch,
    GrantState state,
    int presentations,
    Duration notBefore,
    Optional<OAuthErrorCode> errorCode) {}
