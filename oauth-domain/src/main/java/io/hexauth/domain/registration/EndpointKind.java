// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import java.util.Locale;

/** Purpose of an endpoint of an authorization server. */
enum EndpointKind {
  AUTHORIZATION,
  TOKEN,
  /** Separate endpoint for refreshes. Published metadata does not contain it. */
  REFRESH,
  REVOCATION;

  /** {@return the name of the builder method that sets this endpoint} */
  String part() {
    return name().toLowerCase(Locale.ROOT) + "Endpoint";
  }

  /** {@return the name of the metadata member with this endpoint (RFC 8414 §2)} */
  String member() {
    return name().toLowerCase(Locale.ROOT) + "_endpoint";
  }
}
