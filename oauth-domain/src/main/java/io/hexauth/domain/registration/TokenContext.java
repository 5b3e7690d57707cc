// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

/**
 * Description of a token that Hexauth needs. Hexauth passes the description to code of the
 * application, such as {@link GrantParameters}.
 *
 * @param registration the registration
 * @param principal the owner of the token; {@link Principal#self()} for the client itself
 * @param access the scopes, resources and audience of the token
 */
public record TokenContext(
    ClientRegistrationId registration, Principal principal, AccessRequest access) {}
