// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Access that the calls of a Feign method need, for {@link
 * OAuthFeign#of(io.hexauth.ports.api.OAuthClients, java.util.function.Supplier)
 * OAuthFeign.of(clients, principal)}. On an interface it is for all methods that have no annotation
 * of their own; the annotation of a method replaces that of its interface as a whole.
 *
 * <pre>{@code
 * @OAuthAccess(registration = "billing", scopes = "invoices.read")
 * interface Billing {
 *   @RequestLine("GET /invoices")
 *   List<Invoice> invoices();
 *
 *   @OAuthAccess(registration = "billing", scopes = {"invoices.read", "invoices.pay"})
 *   @RequestLine("POST /invoices/{id}/payment")
 *   void pay(@Param("id") String id);
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface OAuthAccess {

  /** Id of the client registration. */
  String registration();

  /** Scopes that the token has; those of the registration if none are given. */
  String[] scopes() default {};

  /**
   * Resource indicator of the API (RFC 8707), an absolute URI; those of the registration if it is
   * empty.
   */
  String resource() default "";
}
