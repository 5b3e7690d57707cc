// SPDX-License-Identifier: Apache-2.0
/**
 * Small HTTP/1.1 server on a loopback socket that records all requests. On request of a test, it
 * misbehaves in ways that no real server would for a test: it cuts, hangs, drips, truncates and
 * floods. No class here sleeps for a fixed time: each wait is for an event and has a limit.
 */
@NullMarked
package io.hexauth.testkit.http;

import org.jspecify.annotations.NullMarked;
