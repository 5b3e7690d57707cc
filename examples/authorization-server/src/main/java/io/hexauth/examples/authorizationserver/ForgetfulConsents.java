// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;

/**
 * Consent service that remembers no consent, so that consents and refusals can be shown in any
 * order.
 */
final class ForgetfulConsents implements OAuth2AuthorizationConsentService {

  @Override
  public void save(OAuth2AuthorizationConsent consent) {}

  @Override
  public void remove(OAuth2AuthorizationConsent consent) {}

  @Override
  public @Nullable OAuth2AuthorizationConsent findById(String clientId, String principal) {
    return null;
  }
}
