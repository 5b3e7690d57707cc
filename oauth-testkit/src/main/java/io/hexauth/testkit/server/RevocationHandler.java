// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.domain.authorization.Form;
import io.hexauth.testkit.http.Handler;
import io.hexauth.testkit.http.ReceivedRequest;
import io.hexauth.testkit.http.Reply;

/** Revocation endpoint (RFC 7009). It answers 200 to unknown tokens. */
final class RevocationHandler implements Handler {

  private final Accounts accounts;
  private final Grants grants;

  RevocationHandler(Accounts accounts, Grants grants) {
    this.accounts = accounts;
    this.grants = grants;
  }

  @Override
  public Reply handle(ReceivedRequest request) {
    try {
      Form form = TokenHandler.form(request);
      String client = accounts.authenticate(request, form);
      grants.revoke(form.first("token").orElseThrow(OAuthFailure::invalidRequest), client);
      return Reply.of(200);
    } catch (OAuthFailure e) {
      return e.reply();
    }
  }
}
