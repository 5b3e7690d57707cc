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
 * State that is kept from the authorization request to the callback: one request, one user agent,
 * one issuer, one use.
 *
 * @param registration who asked
 * @param principal whom the token will belong to
 * @param userAgentHash {@link io.hexauth.domain.authorization.UserAgentBinding#hash()} of where it
 *     started
 * @param redirectUri as it was sent
 * @param verifier of the code challenge that was sent, if one was
 * @param access what was asked for
 * @param issuer whom the user was sent to, if known
 * @param tokenEndpoint the token endpoint of that very server; a record of an earlier version has
 *     none
 * @param issuerInResponses whether that server promised {@code iss} in its answer
 * @param expiresAt when the callback comes too late, exclusive
 */
public record PendingAuthorization(
    ClientRegistrationId registration,
    Principal principal,
    String userAgentHash,
    RedirectUri redirectUri,
    Optional<CodeVerifier> verifier,
    AccessRequest access,
    Optional<String> issuer,
    Optional<Endpoint> tokenEndpoint,
    boolean issuerInResponses,
    Instant expiresAt) {}
