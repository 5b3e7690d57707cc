// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Whom and what a token is asked for, as an application's own code is told.
 *
 * @param registration at which client
 * @param principal for whom; {@link Principal#self()} for the client itself
 * @param access what the token is for: scopes, resources and audience
 */
public record TokenContext(
    ClientRegistrationId registration, Principal principal, AccessRequest access) {}
