// SPDX-License-Identifier: Apache-2.0
/**
 * The core of the hexagonal architecture. It implements {@code ports.api}, uses {@code ports.spi},
 * and is wired with Guice. Applications use the modules, the binder and the other public types of
 * this package, and the configuration in {@code io.hexauth.core.config}. All packages with {@code
 * internal} in their name are implementation, which applications must not use.
 */
@NullMarked
package io.hexauth.core;

import org.jspecify.annotations.NullMarked;
