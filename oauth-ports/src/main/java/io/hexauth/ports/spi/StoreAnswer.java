// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.spi;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * What a store did and has.
 *
 * @param done whether the condition held and the write was made; for {@code find} whether there is
 *     a record
 * @param record as it is after the step; empty if there is none
 * @param storeNow the store's clock during the step
 */
public record StoreAnswer(boolean done, Optional<GrantRecord> record, Instant storeNow) {}
