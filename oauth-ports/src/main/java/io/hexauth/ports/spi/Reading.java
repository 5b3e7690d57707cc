// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * Stored grant and the time of the store's clock, read together.
 *
 * @param grant the stored grant; empty if there is none under the key
 * @param storeNow the time of the store's clock at some moment during the call
 */
public record Reading(Optional<StoredGrant> grant, Instant storeNow) {}
