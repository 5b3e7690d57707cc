// SPDX-License-Identifier: Apache-2.0
/**
 * Faults at random for minutes or hours, and a checker that reads the promises off the history.
 * What is thrown at the fleet follows from a seed; what the machine makes of it does not.
 */
@NullMarked
package io.hexauth.fleet.soak;

import org.jspecify.annotations.NullMarked;
