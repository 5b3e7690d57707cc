// SPDX-License-Identifier: Apache-2.0
/**
 * The ports that stay in the process: stores for one node and for tests. {@code InMemoryModule}
 * binds them all; each has a module for itself as well.
 */
@NullMarked
package io.hexauth.core.internal.memory;

import org.jspecify.annotations.NullMarked;
