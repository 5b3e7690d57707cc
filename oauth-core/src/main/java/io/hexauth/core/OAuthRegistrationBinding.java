// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core;

import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;

/**
 * An instance of {@link OAuthRegistration}, equal to the one in a program, as {@link Annotation}
 * demands.
 */
@SuppressWarnings(
    "BadAnnotationImplementation") // equals and hashCode are those of the annotation contract
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
