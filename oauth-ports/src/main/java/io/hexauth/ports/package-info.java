// SPDX-License-Identifier: Apache-2.0
/** Ports of the application hexagon; {@code api} drives it, {@code spi} is driven by it. */
@NullMarked
package io.hexauth.ports;

import org.jspecify.annotations.NullMarked;
