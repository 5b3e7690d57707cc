// SPDX-License-Identifier: Apache-2.0
/**
 * The ports of the hexagonal architecture. Applications call {@code ports.api}; adapters implement
 * {@code ports.spi}.
 */
@NullMarked
package io.hexauth.ports;

import org.jspecify.annotations.NullMarked;
