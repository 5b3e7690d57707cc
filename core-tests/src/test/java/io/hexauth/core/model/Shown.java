// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Answer of the store to a node.
 *
 * @param done true if the step was made, now or before
 * @param record the record, as far as the node knows it
 * @param now the earliest possible time of the store's clock
 * @param write true if the step was made now
 */
record Shown(boolean done, Optional<GrantRecord> record, Instant now, boolean write) {}
