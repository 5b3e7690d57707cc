// SPDX-License-Identifier: Apache-2.0
/**
 * A grant as a store sees it: its key, its record, the lease, and the sealed document. Store
 * adapters see fields and sealed bytes only.
 */
@NullMarked
package io.hexauth.domain.lifecycle;

import org.jspecify.annotations.NullMarked;
