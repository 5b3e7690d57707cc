// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Settings from {@code web.properties}. Immutable. */
record Settings(Map<String, String> texts) {

  Settings {
    texts = Map.copyOf(texts);
  }

  static Settings read(Path file) throws IOException {
    var properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    var texts = new HashMap<String, String>();
    properties.stringPropertyNames().forEach(key -> texts.put(key, properties.getProperty(key)));
    return new Settings(texts);
  }

  @Nullable String find(String key) {
    return texts.get(key);
  }

  /**
   * {@return the value of a key}
   *
   * @throws IllegalArgumentException if the key is missing
   */
  String get(String key) {
    String text = find(key);
    if (text == null) {
      throw new IllegalArgumentException("Setting '" + key + "' is missing");
    }
    return text;
  }

  /** {@return the values of a key, separated by white space} */
  List<String> list(String key) {
    return List.of(get(key).strip().split("\\s+"));
  }

  /** {@return true if browsers reach this application with HTTPS} */
  boolean isHttps() {
    return get("url").startsWith("https:");
  }
}
