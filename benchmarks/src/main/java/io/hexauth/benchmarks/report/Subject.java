// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.report;

/** The benchmarks: the name of the method, and the title in reports. */
enum Subject {
  LIMIT("limit", "minimal program: one volatile read, one clock read"),
  AUTHORIZE("authorize", "Hexauth `session.authorize(request)`"),
  CLIENT("client", "Hexauth `client.token()`"),
  SESSION("session", "Hexauth `session.token()`"),
  GOOGLE("google", "Google `Credential.intercept`"),
  APIMATIC("apimatic", "APIMatic-generated SDK, `validate` and `apply`"),
  SPRING("spring", "Spring Security `…AuthorizedClientManager.authorize`"),
  MSAL("msal", "MSAL4J `acquireToken`"),
  FEIGN_BY_HAND("feignByHand", "answered in memory, token added by minimal code"),
  FEIGN_OAUTH("feignOAuth", "answered in memory, token added by `OAuthFeign`"),
  FEIGN_LOOPBACK("feignLoopback", "sent over loopback, fixed token, empty answer"),
  PRINCIPAL_LIMIT(
      "principalLimit", "minimal program: one lookup in a `ConcurrentHashMap`, one clock read"),
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

  /** {@return the method call in the title, such as `client.token()`} */
  String call() {
    return title.substring(title.indexOf('`'), title.lastIndexOf('`') + 1);
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
