// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import java.net.URI;

/**
 * A request to an API that is about to carry a token. An adapter implements it on top of its own
 * request type; a Bearer token (RFC 6750) asks for nothing of it, so what is costly to make is made
 * when it is asked for.
 */
public interface ApiRequest {

  /** {@return the method, such as {@code GET}} */
  String method();

  /** {@return where it goes} */
  URI uri();
}
