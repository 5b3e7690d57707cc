// SPDX-License-Identifier: Apache-2.0
/** A node of a fleet: a JVM of its own that does what lines on its standard input say. */
@NullMarked
package io.hexauth.fleet.node;

import org.jspecify.annotations.NullMarked;
