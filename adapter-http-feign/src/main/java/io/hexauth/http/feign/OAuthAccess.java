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
 * OAuthFeign.of(clients, principal)}. The annotation of an interface applies to all its methods
 * that have no annotation. The annotation of a method replaces the annotation of its interface
 * completely.
 *
 * <pre>{@code
 * @OAuthAccess(registration = "billing", scopes = "invoices.read")
 * interface Billing {
 *   @RequestLine("GET /invoices")
 *   List<Invoice> invoices();
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

  /** Scopes of the token. Default: the scopes of the registration. */
  String[] scopes() default {};

  /**
   * Resource indicator of the API (RFC 8707), an absolute URI. Default: the resources of the
   * registration.
   */
  String resource() default "";
}
