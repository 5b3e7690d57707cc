// SPDX-License-Identifier: Apache-2.0
/**
 * The ports that stay in the process: stores for one node and for tests, bound by {@code
 * InMemoryModule}.
 */
@NullMarked
package io.hexauth.core.internal.memory;

import org.jspecify.annotations.NullMarked;
