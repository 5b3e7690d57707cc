// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.authorization;

import io.hexauth.domain.internal.grant.CodeVerifier;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.ClientRegistrationId;
import io.hexauth.domain.registration.Endpoint;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.registration.RedirectUri;
import java.time.Instant;
import java.util.Optional;

/**
 * Authorization that was started and not finished. It is valid for one request, one user agent and
 * one issuer, and can be used once.
 *
 * @param registration the registration of the authorization
 * @param principal the owner of the future grant
 * @param userAgentHash the value of {@link io.hexauth.domain.authorization.UserAgentBinding#hash()}
 *     of the user agent that started the authorization
 * @param redirectUri the redirect URI of the request
 * @param verifier the verifier of the code challenge; empty if none was sent
 * @param access the requested access
 * @param issuer the issuer to which the user was sent; empty if unknown
 * @param tokenEndpoint the token endpoint of that server
 * @param issuerInResponses true if that server promised {@code iss} in its answers
 * @param expiresAt the expiry of the authorization, exclusive
 */
public record PendingAuthorization(
    ClientRegistrationId registration,
    Principal principal,
    String userAgentHash,
    RedirectUri redirectUri,
    Optional<CodeVerifier> verifier,
    AccessRequest access,
    Optional<String> issuer,
    Endpoint tokenEndpoint,
    boolean issuerInResponses,
    Instant expiresAt) {}
