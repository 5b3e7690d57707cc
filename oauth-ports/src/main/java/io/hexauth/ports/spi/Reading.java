// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * A stored grant and the store's clock, read together.
 *
 * @param grant empty if nothing is stored under the key
 * @param storeNow the store's clock at some instant between question and answer
 */
public record Reading(Optional<StoredGrant> grant, Instant storeNow) {}
