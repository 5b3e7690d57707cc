// SPDX-License-Identifier: Apache-2.0
/**
 * What goes wrong between processes, on purpose and at a known point: a TCP proxy that cuts, holds
 * and swallows, fault points that stop a thread, and JVMs that are frozen and killed. Nothing here
 * sleeps: whoever waits, waits for an event and with a bound.
 */
@NullMarked
package io.hexauth.testkit.fault;

import org.jspecify.annotations.NullMarked;
