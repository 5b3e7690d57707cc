// SPDX-License-Identifier: Apache-2.0
/**
 * Memory of this process for grants: one cell for each grant, one for each token in it, bounded in
 * number and bytes.
 */
@NullMarked
package io.hexauth.core.internal.cache;

import org.jspecify.annotations.NullMarked;
