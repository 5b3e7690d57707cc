// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.lifecycle;

import io.hexauth.domain.lifecycle.GrantRecord;

/**
 * Stored record with its decrypted document.
 *
 * @param record the record
 * @param document the decrypted document; empty at generation 0
 */
public record OpenedGrant(GrantRecord record, GrantDocument document) {}
