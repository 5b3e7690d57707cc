// SPDX-License-Identifier: Apache-2.0
/**
 * Settings of the core, which applications can change. They have a separate package, because both
 * the Guice modules and the internal packages depend on them.
 */
@NullMarked
package io.hexauth.core.config;

import org.jspecify.annotations.NullMarked;
