// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Source of configured texts that maps each key to the name of an environment variable. */
record EnvironmentNames(Function<String, @Nullable String> variables)
    implements Function<String, @Nullable String> {

  @Override
  public @Nullable String apply(String key) {
    return variables.apply(variable(key));
  }

  static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
