// SPDX-License-Identifier: Apache-2.0
/** Node of a fleet: a JVM that executes commands from its standard input. */
@NullMarked
package io.hexauth.fleet.node;

import org.jspecify.annotations.NullMarked;
