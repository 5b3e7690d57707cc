// SPDX-License-Identifier: Apache-2.0
/**
 * Values of a stored grant: its key, its record, the lease, and the encrypted document. Store
 * adapters see only unencrypted fields and encrypted bytes.
 */
@NullMarked
package io.hexauth.domain.lifecycle;

import org.jspecify.annotations.NullMarked;
