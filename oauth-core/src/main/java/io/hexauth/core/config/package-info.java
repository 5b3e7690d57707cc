// SPDX-License-Identifier: Apache-2.0
/**
 * Settings of core for applications. A package of its own, so that modules and internals can both
 * see it.
 */
@NullMarked
package io.hexauth.core.config;

import org.jspecify.annotations.NullMarked;
