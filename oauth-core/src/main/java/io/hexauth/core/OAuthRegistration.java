// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import static java.lang.annotation.ElementType.FIELD;
import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.PARAMETER;

import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the registration whose {@code OAuthClient} is injected:
 * {@code @OAuthRegistration("billing") OAuthClient}.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, METHOD, PARAMETER})
public @interface OAuthRegistration {

  /** {@return the registration's id} */
  String value();
}
