// SPDX-License-Identifier: Apache-2.0
/**
 * Interfaces that adapters implement. Their methods are atomic and contain no policy, and the test
 * kit has a contract for each of them. Implementations throw {@code OAuthException}s and exceptions
 * of the JDK, but no exceptions of other libraries.
 */
@NullMarked
package io.hexauth.ports.spi;

import org.jspecify.annotations.NullMarked;
