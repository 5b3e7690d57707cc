// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Set;

/** Grant with which a registration obtains a new token. Later tokens can come from refreshes. */
public sealed interface RegisteredGrant {

  /** {@return the grant type of the first token request} */
  GrantType type();

  /** {@return true if the client can obtain a token without the consent of a user} */
  boolean isSelfObtainable();

  /**
   * {@return true if each principal has its own tokens; false if all tokens belong to the client
   * itself}
   */
  boolean isPerPrincipal();

  /** {@return true if all tokens belong to users, and none to the client itself} */
  boolean needsPrincipal();

  /** {@return the result of the function in {@code cases} for this kind of grant} */
  <R> R fold(Cases<R> cases);

  /**
   * One function for each kind of grant.
   *
   * @param <R> the type of the values that the functions return
   */
  interface Cases<R> {

    /** {@return the value for {@link AuthorizationCode}} */
    R authorizationCode();

    /** {@return the value for {@link ClientCredentials}} */
    R clientCredentials();

    /** {@return the value for {@link Password}} */
    R password();

    /** {@return the value for {@link Extension}} */
    R extension(Extension extension);
  }

  /** Authorization code grant: a user consents at the authorization server (RFC 6749 §4.1). */
  record AuthorizationCode() implements RegisteredGrant {
    @Override
    public GrantType type() {
      return GrantType.AUTHORIZATION_CODE;
    }

    @Override
    public boolean isSelfObtainable() {
      return false;
    }

    @Override
    public boolean isPerPrincipal() {
      return true;
    }

    @Override
    public boolean needsPrincipal() {
      return true;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.authorizationCode();
    }
  }

  /** Client credentials grant: the client acts for itself (RFC 6749 §4.4). */
  record ClientCredentials() implements RegisteredGrant {
    @Override
    public GrantType type() {
      return GrantType.CLIENT_CREDENTIALS;
    }

    @Override
    public boolean isSelfObtainable() {
      return true;
    }

    @Override
    public boolean isPerPrincipal() {
      return false;
    }

    @Override
    public boolean needsPrincipal() {
      return false;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.clientCredentials();
    }
  }

  /**
   * Password grant: the client sends the user's password (RFC 6749 §4.3). Legacy: RFC 9700 §2.4
   * forbids this grant.
   */
  record Password() implements RegisteredGrant {
    @Override
    public GrantType type() {
      return GrantType.PASSWORD;
    }

    @Override
    public boolean isSelfObtainable() {
      return true;
    }

    @Override
    public boolean isPerPrincipal() {
      return true;
    }

    @Override
    public boolean needsPrincipal() {
      return true;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.password();
    }
  }

  /**
   * Extension grant (RFC 6749 §4.5), such as a JWT bearer assertion. The client can obtain it
   * without the consent of a user.
   *
   * @param type the {@code grant_type}
   * @param parameters the source of the request parameters. Hexauth calls the source for each
   *     request, so each request can have a new assertion
   * @param isPerPrincipal true if the parameters identify the principal, so that each principal has
   *     its own tokens; false if all tokens belong to the client itself
   */
  record Extension(GrantType type, GrantParameters parameters, boolean isPerPrincipal)
      implements RegisteredGrant {

    private static final Set<GrantType> NAMED =
        Set.of(
            GrantType.AUTHORIZATION_CODE,
            GrantType.CLIENT_CREDENTIALS,
            GrantType.PASSWORD,
            GrantType.REFRESH_TOKEN);

    /**
     * @throws IllegalArgumentException if the type is a grant type of RFC 6749, which has its own
     *     builder method
     */
    public Extension {
      if (NAMED.contains(type)) {
        throw new IllegalArgumentException(
            "'"
                + type
                + "' is not an extension grant; use the method of the builder for this"
                + " grant");
      }
    }

    @Override
    public boolean isSelfObtainable() {
      return true;
    }

    @Override
    public boolean needsPrincipal() {
      return false;
    }

    @Override
    public <R> R fold(Cases<R> cases) {
      return cases.extension(this);
    }
  }
}
