// SPDX-License-Identifier: Apache-2.0
/**
 * Faults between processes, at points that a test chooses: a TCP proxy that cuts, holds and
 * discards bytes, fault points that stop a thread, and JVMs that can be frozen and killed. No class
 * here sleeps for a fixed time: each wait is for an event and has a limit.
 */
@NullMarked
package io.hexauth.testkit.fault;

import org.jspecify.annotations.NullMarked;
