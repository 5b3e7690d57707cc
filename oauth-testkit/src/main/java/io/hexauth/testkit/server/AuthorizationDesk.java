// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.server;

import io.hexauth.domain.authorization.Form;
import io.hexauth.testkit.log.SecretScan;
import io.hexauth.testkit.server.Grants.CodeRequest;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Authorization endpoint without pages (RFC 6749 §3.1), which checks requests strictly (§4.1.1).
 */
final class AuthorizationDesk {

  private final URI endpoint;
  private final URI issuer;
  private final Accounts accounts;
  private final Grants grants;
  private final Supplier<Issuing> issuing;

  AuthorizationDesk(
      URI endpoint, URI issuer, Accounts accounts, Grants grants, Supplier<Issuing> issuing) {
    this.endpoint = endpoint;
    this.issuer = issuer;
    this.accounts = accounts;
    this.grants = grants;
    this.issuing = issuing;
  }

  URI consent(URI authorizationUrl, String subject) {
    Form request = read(authorizationUrl);
    Issuing how = issuing.get();
    Set<String> scopes =
        how.scopes().orElseGet(() -> TokenHandler.scopes(request).orElse(Set.of()));
    var family = new Family(one(request, "client_id"), subject, scopes);
    String code =
        grants.code(
            family, new CodeRequest(one(request, "redirect_uri"), request.first("code_challenge")));
    return callback(request, Form.empty().with("code", code));
  }

  URI deny(URI authorizationUrl, String error) {
    Form request = read(authorizationUrl);
    return callback(
        request,
        Form.empty().with("error", error).with("error_description", "The user declined (fake)"));
  }

  private URI callback(Form request, Form answer) {
    Form full = answer;
    Optional<String> state = request.first("state");
    if (state.isPresent()) {
      full = full.with("state", state.get());
    }
    if (issuing.get().issuerMember()) {
      full = full.with("iss", issuer.toString());
    }
    String target = one(request, "redirect_uri");
    return URI.create(target + (target.contains("?") ? "&" : "?") + full.encoded());
  }

  private Form read(URI url) {
    must(url.toString().startsWith(endpoint + "?"), "it is for another endpoint");
    must(url.getRawFragment() == null, "it has a fragment");
    Form form = Form.decode(url.getRawQuery());
    form.first("state").ifPresent(value -> SecretScan.offer("state", value));
    form.parameters()
        .forEach(
            (name, values) ->
                must(
                    values.size() == 1 || name.equals("resource"), "'" + name + "' appears twice"));
    must(one(form, "response_type").equals("code"), "its response_type is not 'code'");
    String client = one(form, "client_id");
    must(accounts.knows(client), "its client_id is not known");
    must(accounts.allowsRedirectTo(one(form, "redirect_uri")), "its redirect_uri is not known");
    Optional<String> challenge = form.first("code_challenge");
    must(
        challenge.isPresent() || !accounts.isPublic(client),
        "a public client must send a code_challenge (RFC 7636)");
    if (challenge.isPresent()) {
      must(
          challenge.get().matches("[A-Za-z0-9_-]{43}"),
          "its code_challenge is not a value of" + " S256");
      must(one(form, "code_challenge_method").equals("S256"), "its method is not S256");
    }
    return form;
  }

  private static String one(Form form, String name) {
    return form.first(name)
        .orElseThrow(() -> new IllegalArgumentException(refusal("it has no " + name)));
  }

  private static void must(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(refusal(problem));
    }
  }

  private static String refusal(String problem) {
    return "The server refuses this authorization request: " + problem;
  }
}
