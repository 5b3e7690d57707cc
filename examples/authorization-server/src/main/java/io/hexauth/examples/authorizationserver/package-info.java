// SPDX-License-Identifier: Apache-2.0
/**
 * Real authorization server and a small protected API in one process, for the examples, and for
 * tests that need a server of another project. The server is Spring Authorization Server on
 * 127.0.0.1. {@link io.hexauth.examples.authorizationserver.DemoAuthorizationServer} starts it, and
 * {@link io.hexauth.examples.authorizationserver.Browser} simulates the user. No Spring type
 * appears in a public signature. All passwords and secrets are public: never use them for anything
 * else.
 */
@NullMarked
package io.hexauth.examples.authorizationserver;

import org.jspecify.annotations.NullMarked;
