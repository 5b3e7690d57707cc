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
 * Qualifier of an injected {@code OAuthClient}, with the id of its registration:
 * {@code @OAuthRegistration("billing") OAuthClient}.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({FIELD, METHOD, PARAMETER})
public @interface OAuthRegistration {

  /** {@return the id of the registration} */
  String value();
}
