// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.lifecycle.GrantRecord;

/**
 * A record and what was sealed in it.
 *
 * @param record as the store has it
 * @param document opened; empty at generation 0
 */
public record OpenedGrant(GrantRecord record, GrantDocument document) {}
