// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.registration;

import org.jspecify.annotations.Nullable;

/**
 * Name of a {@link ClientRegistration} in the application. It is part of the key of every grant. If
 * you change it, Hexauth does not find existing grants any more.
 *
 * @param value 1 to 200 characters, without control characters, not blank
 */
public record ClientRegistrationId(String value) {

  /**
   * @throws IllegalArgumentException if the value is blank, too long or has a control character
   */
  public ClientRegistrationId {
    if (value.isBlank()
        || value.length() > 200
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "A registration id must have 1 to 200 characters, must not be blank, and must not"
              + " contain control characters");
    }
  }

  /**
   * {@return the id for this text}
   *
   * @throws IllegalArgumentException as the constructor
   */
  public static ClientRegistrationId of(String value) {
    return new ClientRegistrationId(value);
  }

  // Written by hand, because the first use of the generated methods of a record costs milliseconds
  // at start-up.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientRegistrationId that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
