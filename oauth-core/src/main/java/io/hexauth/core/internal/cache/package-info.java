// SPDX-License-Identifier: Apache-2.0
/**
 * Grants in the memory of this process: one cache entry for each grant, and one for each of its
 * access tokens, limited in number and bytes.
 */
@NullMarked
package io.hexauth.core.internal.cache;

import org.jspecify.annotations.NullMarked;
