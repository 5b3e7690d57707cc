// SPDX-License-Identifier: Apache-2.0
/**
 * Settings of the core for applications. The package is separate, so that both the Guice modules
 * and the internal packages can use it.
 */
@NullMarked
package io.hexauth.core.config;

import org.jspecify.annotations.NullMarked;
