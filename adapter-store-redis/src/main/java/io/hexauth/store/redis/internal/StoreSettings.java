// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import java.time.Duration;
import java.util.Optional;

/**
 * Checked configuration of the application.
 *
 * @param prefix what every key begins with
 * @param timeout how long one command may take
 * @param connectTimeout how long the opening of the connection may take
 * @param idleLimit how long a grant that does not end by itself is kept after its last write
 */
public record StoreSettings(
    String prefix, Duration timeout, Duration connectTimeout, Optional<Duration> idleLimit) {}
