// SPDX-License-Identifier: Apache-2.0
/**
 * Faults between processes, on purpose and at a known point: a TCP proxy that cuts, holds and
 * swallows, fault points that stop a thread, and JVMs that are frozen and killed. Nothing here
 * sleeps: each wait is for an event and has a bound.
 */
@NullMarked
package io.hexauth.testkit.fault;

import org.jspecify.annotations.NullMarked;
