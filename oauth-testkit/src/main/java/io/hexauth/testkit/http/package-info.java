// SPDX-License-Identifier: Apache-2.0
/**
 * A small HTTP/1.1 server on a loopback socket that records everything and misbehaves on request:
 * it cuts, hangs, drips, truncates and floods as no real server would for a test. Nothing here
 * sleeps: each wait is for an event and has a bound.
 */
@NullMarked
package io.hexauth.testkit.http;

import org.jspecify.annotations.NullMarked;
