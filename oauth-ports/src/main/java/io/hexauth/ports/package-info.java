// SPDX-License-Identifier: Apache-2.0
/**
 * The ports of the hexagon: {@code api} is called by applications, {@code spi} is implemented by
 * adapters.
 */
@NullMarked
package io.hexauth.ports;

import org.jspecify.annotations.NullMarked;
