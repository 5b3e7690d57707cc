// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import io.hexauth.domain.registration.ClientRegistration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Reader of client registrations from any configuration that maps names to texts: environment
 * variables, system properties, HOCON, YAML.
 *
 * <pre>{@code
 * ClientRegistration acme = RegistrationConfig.read("oauth.acme", System::getProperty);
 * }</pre>
 *
 * <p>{@code docs/guide/configuration.md} lists the keys. The id of the registration is the part of
 * the prefix after its last dot. The reader asks for the known keys only, so it cannot detect other
 * keys below the prefix, such as a misspelt one.
 */
public final class RegistrationConfig {

  private RegistrationConfig() {}

  /**
   * Reads one registration.
   *
   * @param prefix the beginning of each key, without a dot at its end, such as {@code "oauth.acme"}
   * @param source returns the text of a key, or null if there is none
   * @return the registration
   * @throws IllegalArgumentException if a key is missing, malformed or contradicts another; the
   *     message contains the full key and no value
   */
  public static ClientRegistration read(String prefix, Function<String, @Nullable String> source) {
    return read(prefix, source, UnaryOperator.identity());
  }

  /**
   * Reads one registration, to which the application adds values in code: the suppliers of an
   * extension grant, or a secret from another source.
   *
   * @param prefix the beginning of each key, without a dot at its end, such as {@code "oauth.acme"}
   * @param source returns the text of a key, or null if there is none
   * @param more receives the builder after all keys were read
   * @return the registration
   * @throws IllegalArgumentException if a key is missing, malformed or contradicts another; the
   *     message contains the full key and no value
   */
  public static ClientRegistration read(
      String prefix,
      Function<String, @Nullable String> source,
      UnaryOperator<ClientRegistration.Builder> more) {
    var names = new KeyNames(prefix, source);
    var draft = new RegistrationDraft(ClientRegistration.builder(names.id()), names);
    for (RegistrationKey key : RegistrationKey.values()) {
      String text = names.text(key);
      if (text != null) {
        names.checked(key, () -> key.apply(draft, text));
      }
    }
    ClientRegistration.Builder builder = draft.complete();
    try {
      return more.apply(builder).build();
    } catch (IllegalArgumentException e) {
      throw names.blamed(e);
    }
  }

  /**
   * Returns a source that reads environment variables. It converts each key to the name of a
   * variable: {@code oauth.acme.client-id} becomes {@code OAUTH_ACME_CLIENT_ID}. Letters become
   * capitals. All characters except ASCII letters and digits become underscores. With this source,
   * messages contain the name of the variable in addition to the key.
   *
   * @param variables returns the value of a variable, or null if it is not set; for example {@code
   *     System::getenv}
   * @return a source for {@link #read(String, Function)}
   */
  public static Function<String, @Nullable String> environment(
      Function<String, @Nullable String> variables) {
    return new EnvironmentNames(variables);
  }
}
