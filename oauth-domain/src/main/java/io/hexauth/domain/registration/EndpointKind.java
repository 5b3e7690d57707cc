// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Locale;

/** Endpoint of an authorization server, by what it is for. */
enum EndpointKind {
  AUTHORIZATION,
  TOKEN,
  /** A second URL for refreshes, which no metadata names. */
  REFRESH,
  REVOCATION;

  /** {@return the method of the registration's builder that sets it} */
  String part() {
    return name().toLowerCase(Locale.ROOT) + "Endpoint";
  }

  /** {@return the member of a metadata document that names it (RFC 8414 §2)} */
  String member() {
    return name().toLowerCase(Locale.ROOT) + "_endpoint";
  }
}
