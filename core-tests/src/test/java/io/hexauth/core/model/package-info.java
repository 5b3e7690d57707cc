// SPDX-License-Identifier: Apache-2.0
/**
 * Model of a fleet. Nodes run the transition function of the domain with a store and a server, in
 * every order, with crashes, pauses and lost answers at every possible place. Nothing here depends
 * on time or chance: a violation is found in every run.
 */
@NullMarked
package io.hexauth.core.model;

import org.jspecify.annotations.NullMarked;
