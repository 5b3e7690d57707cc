// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import java.util.Comparator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keys of one registration with their texts. A message contains the full name of a key and never
 * its text, which may be a misplaced secret. For the same reason, no exception of this class has a
 * cause.
 */
record KeyNames(String prefix, Function<String, @Nullable String> source) {

  KeyNames {
    if (prefix.isBlank() || prefix.endsWith(".")) {
      throw new IllegalArgumentException(
          "The prefix of a registration's configuration must end with the id of the registration,"
              + " as oauth.acme does");
    }
  }

  String id() {
    return prefix.substring(prefix.lastIndexOf('.') + 1);
  }

  @Nullable String text(RegistrationKey key) {
    String text = source.apply(full(key));
    if (text != null && text.isBlank()) {
      throw problem(key, "is empty; give it a value or remove it");
    }
    return text;
  }

  void checked(RegistrationKey key, Runnable use) {
    try {
      use.run();
    } catch (IllegalArgumentException e) {
      throw problem(key, told(e));
    }
  }

  /**
   * Returns an exception that names the key to which a message of the builder refers. The beginning
   * of the message identifies the key.
   */
  IllegalArgumentException blamed(IllegalArgumentException e) {
    String message = told(e);
    return Stream.of(RegistrationKey.values())
        .filter(key -> key.isBlamedBy(message))
        .min(Comparator.comparing(key -> source.apply(full(key)) == null)) // set keys first
        .map(key -> problem(key, message))
        .orElseGet(
            () -> new IllegalArgumentException("Configuration '" + prefix + "': " + message));
  }

  IllegalArgumentException problem(RegistrationKey key, String problem) {
    return new IllegalArgumentException("Configuration " + shown(key) + ": " + problem);
  }

  String shown(RegistrationKey key) {
    String full = full(key);
    return source instanceof EnvironmentNames
        ? "'" + full + "' (" + EnvironmentNames.variable(full) + ")"
        : "'" + full + "'";
  }

  private String full(RegistrationKey key) {
    return prefix + "." + key.key();
  }

  private String told(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    String builder = "Client registration '" + id() + "': ";
    return message.startsWith(builder) ? message.substring(builder.length()) : message;
  }
}
