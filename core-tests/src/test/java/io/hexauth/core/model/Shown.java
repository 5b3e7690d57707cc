// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.model;

import io.hexauth.domain.lifecycle.GrantRecord;
import java.time.Instant;
import java.util.Optional;

/**
 * Answer of the store to a node.
 *
 * @param done whether the step was made, now or before
 * @param record what is there, as far as the node knows
 * @param now the store's clock, as early as it can be
 * @param write whether the step was made now
 */
record Shown(boolean done, Optional<GrantRecord> record, Instant now, boolean write) {}
