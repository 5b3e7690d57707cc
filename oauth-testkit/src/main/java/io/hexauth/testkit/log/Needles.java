// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.log;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The forms in which a value may be written. */
final class Needles {

  private static final int PIECE = 16;

  private Needles() {}

  static List<String> of(String value) {
    String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8));
    Set<String> forms = new LinkedHashSet<>();
    forms.add(value);
    forms.add(form);
    forms.add(form.replace("+", "%20"));
    forms.add(form.toLowerCase(Locale.ROOT));
    String json = value.replace("\\", "\\\\").replace("\"", "\\\"");
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    forms.add(hex);
    forms.add(hex.toUpperCase(Locale.ROOT));
    addBase64(forms, value);
    // Basic authentication encodes parts that are already form-encoded.
    addBase64(forms, form);
    if (value.length() >= 2 * PIECE) {
      forms.add(value.substring(0, PIECE));
      forms.add(value.substring(value.length() - PIECE));
    }
    return List.copyOf(forms);
  }

  /**
   * Adds the Base64 forms of a value inside a longer text. They depend on the position modulo three
   * bytes, and the characters at both ends depend on the neighbouring bytes.
   */
  private static void addBase64(Set<String> forms, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int whole = shifted.length / 3 * 4;
      int start = before == 0 ? 0 : 4;
      String text = Base64.getEncoder().encodeToString(shifted).substring(start, whole);
      forms.add(text);
      forms.add(text.replace('+', '-').replace('/', '_'));
    }
  }
}
