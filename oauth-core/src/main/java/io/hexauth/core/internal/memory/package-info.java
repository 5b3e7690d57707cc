// SPDX-License-Identifier: Apache-2.0
/**
 * Implementations of ports in the process: stores for one node and for tests. {@code
 * InMemoryModule} binds all of them; each one also has a separate module.
 */
@NullMarked
package io.hexauth.core.internal.memory;

import org.jspecify.annotations.NullMarked;
