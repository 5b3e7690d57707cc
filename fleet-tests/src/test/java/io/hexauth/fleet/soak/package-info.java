// SPDX-License-Identifier: Apache-2.0
/**
 * Soak test: random faults for minutes or hours, and a checker of the promises on the history. A
 * seed determines the faults; their effects depend on the machine.
 */
@NullMarked
package io.hexauth.fleet.soak;

import org.jspecify.annotations.NullMarked;
