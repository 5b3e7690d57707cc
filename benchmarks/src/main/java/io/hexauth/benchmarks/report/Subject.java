// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/** The benchmarks: the name of the method, and the title in reports. */
enum Subject {
  LIMIT("limit", "limit: one volatile read, one clock read"),
  AUTHORIZE("authorize", "Hexauth `session.authorize(request)` and its header"),
  CLIENT("client", "Hexauth `client.token()`"),
  SESSION("session", "Hexauth `session.token()` of a kept session"),
  GOOGLE("google", "Google `Credential.intercept`"),
  APIMATIC("apimatic", "APIMatic-generated SDK, `validate` + `apply`"),
  SPRING("spring", "Spring Security `…AuthorizedClientManager.authorize`"),
  MSAL("msal", "MSAL4J `acquireToken` from its cache"),
  FEIGN_STATIC_HEADER("feignStaticHeader", "Feign with a fixed header, nothing sent"),
  FEIGN_BY_HAND("feignByHand", "Feign with a client written by hand, nothing sent"),
  FEIGN_OAUTH("feignOAuth", "Feign with `OAuthFeign`, nothing sent"),
  FEIGN_LOOPBACK("feignLoopback", "Feign with a fixed header, empty call to loopback"),
  PRINCIPAL_LIMIT("principalLimit", "limit: one look-up in a `ConcurrentHashMap`, one clock read"),
  PRINCIPAL_CLIENT("principalClient", "Hexauth `client.tokenFor(principal)`"),
  PRINCIPAL_SESSION("principalSession", "Hexauth `client.session(principal).token()`");

  private final String method;
  private final String title;

  Subject(String method, String title) {
    this.method = method;
    this.title = title;
  }

  String method() {
    return method;
  }

  String title() {
    return title;
  }

  boolean isPeer() {
    return this == GOOGLE || this == APIMATIC || this == SPRING || this == MSAL;
  }

  boolean isByPrincipal() {
    return method.startsWith("principal");
  }

  /** {@return whether the benchmark returns a token of one registration, without a principal} */
  boolean isOfOneRegistration() {
    return !isFeign() && !isByPrincipal();
  }

  boolean isFeign() {
    return method.startsWith("feign");
  }
}
