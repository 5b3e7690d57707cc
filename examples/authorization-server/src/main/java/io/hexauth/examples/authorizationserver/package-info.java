// SPDX-License-Identifier: Apache-2.0
/**
 * A real authorization server and a small protected API in one process, for the examples and for
 * tests that want a server from another project. It is Spring Authorization Server on 127.0.0.1;
 * {@link io.hexauth.examples.authorizationserver.DemoAuthorizationServer} starts it and {@link
 * io.hexauth.examples.authorizationserver.Browser} plays the user. No Spring type appears in a
 * public signature. Every password and secret in here is public: never use it for anything else.
 */
@NullMarked
package io.hexauth.examples.authorizationserver;

import org.jspecify.annotations.NullMarked;
