// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.registration.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Users of this application. Your application has its own; Hexauth needs only the {@link
 * Principal}.
 */
final class Accounts {

  private final Map<String, PasswordHash> passwords;
  private final PasswordHash none = PasswordHash.unknown();

  private Accounts(Map<String, PasswordHash> passwords) {
    this.passwords = passwords;
  }

  static Accounts read(Settings settings) {
    return new Accounts(
        settings.list("accounts").stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    name -> name, name -> PasswordHash.parse(settings.get("account." + name)))));
  }

  /**
   * {@return the user, if the password is correct} An unknown name takes as much time as a known
   * one.
   */
  Optional<Principal> authenticate(String name, String password) {
    boolean matches = passwords.getOrDefault(name, none).matches(password);
    return matches ? Optional.of(Principal.of(name)) : Optional.empty();
  }
}
