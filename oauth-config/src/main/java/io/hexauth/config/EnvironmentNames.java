// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keys as environment variables are called. */
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
