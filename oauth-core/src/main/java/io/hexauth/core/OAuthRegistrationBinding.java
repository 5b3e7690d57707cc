// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;

/**
 * Instance of {@link OAuthRegistration} for bindings. It is equal to the annotation in a program,
 * as {@link Annotation} requires.
 */
@SuppressWarnings("BadAnnotationImplementation") // the record implements the contract of Annotation
record OAuthRegistrationBinding(String value) implements OAuthRegistration {

  @Override
  public Class<? extends Annotation> annotationType() {
    return OAuthRegistration.class;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof OAuthRegistration that && value.equals(that.value());
  }

  @Override
  public int hashCode() {
    return (127 * "value".hashCode()) ^ value.hashCode();
  }
}
