// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Duration;

/**
 * The end of a grant.
 *
 * @param key names the grant
 * @param expected what must be stored: so that whoever ends a grant has seen every token of it
 * @param retention how long the tombstone is kept, from the store's now; positive. It takes the
 *     place of the record's own
 */
public record TombstoneRequest(GrantKey key, GrantRecord.Version expected, Duration retention) {}
