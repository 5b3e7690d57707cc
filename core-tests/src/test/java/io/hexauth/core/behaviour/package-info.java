// SPDX-License-Identifier: Apache-2.0
/**
 * What core does, seen from outside: clients and sessions of whole nodes, over loopback, against a
 * server that keeps books, on a clock that stands still until a test moves it.
 */
@NullMarked
package io.hexauth.core.behaviour;

import org.jspecify.annotations.NullMarked;
