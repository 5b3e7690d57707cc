// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.testkit.http.Reply;

/** Refusal of a request, with an error of RFC 6749 §5.2. */
final class OAuthFailure extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  OAuthFailure(int status, String code) {
    super(code);
    this.status = status;
    this.code = code;
  }

  static OAuthFailure invalidRequest() {
    return new OAuthFailure(400, "invalid_request");
  }

  static OAuthFailure invalidGrant() {
    return new OAuthFailure(400, "invalid_grant");
  }

  static OAuthFailure invalidClient() {
    return new OAuthFailure(401, "invalid_client");
  }

  Reply reply() {
    Reply reply = Reply.error(status, code);
    return status == 401 ? reply.withHeader("WWW-Authenticate", "Basic realm=\"fake\"") : reply;
  }
}
