// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Set;

/** The one way in which a registration obtains its tokens; refreshing comes with all of them. */
public sealed interface RegisteredGrant {

  /** {@return the grant type that the first token request carries} */
  GrantType type();

  /** {@return whether the client can get a token without sending a user to consent} */
  boolean isSelfObtainable();

  /**
   * {@return whether its tokens are those of one principal; otherwise they are the client's own}
   */
  boolean isPerPrincipal();

  /** {@return whether it has tokens of users only, and none of the client's own} */
  boolean needsPrincipal();

  /** {@return what the case for this grant returns} */
  <R> R fold(Cases<R> cases);

  /**
   * One method for each grant.
   *
   * @param <R> what they return
   */
  interface Cases<R> {

    /** {@return the result for {@link AuthorizationCode}} */
    R authorizationCode();

    /** {@return the result for {@link ClientCredentials}} */
    R clientCredentials();

    /** {@return the result for {@link Password}} */
    R password();

    /** {@return the result for {@link Extension}} */
    R extension(Extension extension);
  }

  /** A user consents at the authorization server (RFC 6749 §4.1). */
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

  /** The client acts for itself (RFC 6749 §4.4). */
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
   * The client sends the user's password (RFC 6749 §4.3). Legacy: RFC 9700 §2.4 forbids it for
   * anything new.
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
   * Any other grant that the client can obtain by itself (RFC 6749 §4.5), such as a JWT bearer
   * assertion.
   *
   * @param type its {@code grant_type}
   * @param parameters asked for each request, so that an assertion is new each time
   * @param isPerPrincipal whether the parameters name the principal
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
     * @throws IllegalArgumentException if the type is one of RFC 6749's own, which have methods and
     *     safeguards of their own
     */
    public Extension {
      if (NAMED.contains(type)) {
        throw new IllegalArgumentException(
            "'" + type + "' is not an extension grant; use the builder's own method for it");
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
