// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import io.hexauth.domain.registration.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The users of this application. Yours has them already: only {@link Principal} matters here. */
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

  /** {@return the user, if the password is right; an unknown name takes as long as a known one} */
  Optional<Principal> authenticate(String name, String password) {
    boolean matches = passwords.getOrDefault(name, none).matches(password);
    return matches ? Optional.of(Principal.of(name)) : Optional.empty();
  }
}
