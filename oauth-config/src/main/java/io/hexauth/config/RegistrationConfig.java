// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import io.hexauth.domain.registration.ClientRegistration;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Client registrations from any configuration that maps a name to a text: environment, system
 * properties, HOCON, YAML.
 *
 * <pre>{@code
 * ClientRegistration acme = RegistrationConfig.read("oauth.acme", System::getProperty);
 * }</pre>
 *
 * <p>The keys are listed in {@code docs/guide/configuration.md}. The id of the registration is the
 * part of the prefix after its last dot. Only these keys are asked for: a key below the prefix that
 * is not among them, a misspelt one for instance, cannot be seen.
 */
public final class RegistrationConfig {

  private RegistrationConfig() {}

  /**
   * Reads one registration.
   *
   * @param prefix of each key, without a dot at its end, such as {@code "oauth.acme"}
   * @param source the text of a key; null if there is none
   * @throws IllegalArgumentException if a key is missing, malformed or contradicts another; the
   *     message has the full key and no value
   */
  public static ClientRegistration read(String prefix, Function<String, @Nullable String> source) {
    return read(prefix, source, UnaryOperator.identity());
  }

  /**
   * Reads one registration, to which the application adds what it has in code: the suppliers of an
   * extension grant, or a secret from elsewhere.
   *
   * @param prefix of each key, without a dot at its end, such as {@code "oauth.acme"}
   * @param source the text of a key; null if there is none
   * @param more called with the builder after all keys were read
   * @throws IllegalArgumentException if a key is missing, malformed or contradicts another; the
   *     message has the full key and no value
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
   * Maps keys to names of environment variables: {@code oauth.acme.client-id} to {@code
   * OAUTH_ACME_CLIENT_ID}. Letters become capitals, and all characters but letters and digits
   * become underscores. Messages then have the name of the variable as well.
   *
   * @param variables such as {@code System::getenv}
   * @return a source for {@link #read(String, Function)}
   */
  public static Function<String, @Nullable String> environment(
      Function<String, @Nullable String> variables) {
    return new EnvironmentNames(variables);
  }
}
