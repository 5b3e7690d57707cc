// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import java.time.Duration;

/**
 * The end of a grant.
 *
 * @param key names the grant
 * @param grantId which of its authorizations ends
 * @param retention how long the tombstone is kept, from the store's now; positive. It takes the
 *     place of the record's own
 */
public record TombstoneRequest(GrantKey key, GrantId grantId, Duration retention) {}
