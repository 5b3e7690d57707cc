// SPDX-License-Identifier: Apache-2.0
/**
 * The application hexagon: implements {@code ports.api} on top of {@code ports.spi}, and wires
 * itself with Guice. Applications see the modules, the binder and the configuration of this
 * package; everything else is internal.
 */
@NullMarked
package io.hexauth.core;

import org.jspecify.annotations.NullMarked;
