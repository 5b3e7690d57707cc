// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;

/**
 * A document that was sealed again with another key.
 *
 * @param key names the grant
 * @param expected what must be stored
 * @param replaced the envelope that must be stored, and is overwritten
 * @param envelope the same document under the other key
 */
public record ResealRequest(
    GrantKey key, GrantRecord.Version expected, Envelope replaced, Envelope envelope) {}
