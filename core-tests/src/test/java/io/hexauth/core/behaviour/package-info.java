// SPDX-License-Identifier: Apache-2.0
/**
 * Behaviour of core, seen from outside: clients and sessions of whole nodes, over loopback, with a
 * server that records requests, on a clock that only the test moves.
 */
@NullMarked
package io.hexauth.core.behaviour;

import org.jspecify.annotations.NullMarked;
