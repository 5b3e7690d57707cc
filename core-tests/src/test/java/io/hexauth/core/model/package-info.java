// SPDX-License-Identifier: Apache-2.0
/**
 * A model of a fleet: nodes that run the transition function of the domain against the store of
 * this module and a server, in every order, with crashes, pauses and lost answers wherever they can
 * be. Nothing here is timed or random; what is found once is found always.
 */
@NullMarked
package io.hexauth.core.model;

import org.jspecify.annotations.NullMarked;
