// SPDX-License-Identifier: Apache-2.0
/**
 * The driven ports: what Hexauth needs and an adapter implements. They speak in atomic facts, hold
 * no policy, and every one has a contract in the test kit. Implementations throw {@code
 * OAuthException}s and JDK exceptions, never those of a vendor.
 */
@NullMarked
package io.hexauth.ports.spi;

import org.jspecify.annotations.NullMarked;
