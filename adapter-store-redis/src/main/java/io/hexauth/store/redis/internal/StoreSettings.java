// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import java.time.Duration;
import java.util.Optional;

/**
 * Validated settings of the stores.
 *
 * @param prefix the beginning of every key
 * @param timeout the time limit of one command
 * @param connectTimeout the time limit for opening the connection
 * @param idleLimit the time for which a grant without an expiry is kept after its last write
 */
public record StoreSettings(
    String prefix, Duration timeout, Duration connectTimeout, Optional<Duration> idleLimit) {}
