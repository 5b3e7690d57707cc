// SPDX-License-Identifier: Apache-2.0
/**
 * What this process remembers of grants: one cell for each grant, one for each token in it, bounded
 * in number and bytes.
 */
@NullMarked
package io.hexauth.core.internal.cache;

import org.jspecify.annotations.NullMarked;
