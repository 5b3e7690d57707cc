// SPDX-License-Identifier: Apache-2.0
package io.hexauth.ports.api;

import java.net.URI;

/**
 * Request to an API that needs a token. An adapter implements this interface for its own request
 * type. If the token is a Bearer token (RFC 6750), Hexauth calls no method of the request. An
 * implementation can therefore compute its values on demand.
 */
public interface ApiRequest {

  /** {@return the HTTP method, such as {@code GET}} */
  String method();

  /** {@return the URI of the request} */
  URI uri();
}
