// SPDX-License-Identifier: Apache-2.0
/**
 * Wiring of core: the required and provided bindings of its modules, and the failures of wrong
 * wiring.
 */
@NullMarked
package io.hexauth.core.guice;

import org.jspecify.annotations.NullMarked;
