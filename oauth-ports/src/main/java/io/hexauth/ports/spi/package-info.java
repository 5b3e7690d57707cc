// SPDX-License-Identifier: Apache-2.0
/**
 * Interfaces that adapters implement. Each method is atomic, and the core makes all decisions. The
 * test kit has a contract for each of the ports. Implementations throw {@code OAuthException}s and
 * exceptions of the JDK, but no exceptions of other libraries.
 */
@NullMarked
package io.hexauth.ports.spi;

import org.jspecify.annotations.NullMarked;
