// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import java.util.List;
import java.util.stream.Collectors;

/** A piece of HTML. Text is always escaped, so no page can forget to escape it. */
final class Html {

  static final Html EMPTY = new Html("");

  private final String markup;

  private Html(String markup) {
    this.markup = markup;
  }

  /**
   * {@return the template with a value for each {@code {}}: HTML unchanged, all other values as
   * escaped text. Use it between tags and in attributes in double quotes}
   */
  static Html of(String template, Object... values) {
    String[] parts = template.split("\\{}", -1);
    if (parts.length != values.length + 1) {
      throw new IllegalArgumentException("The template has " + (parts.length - 1) + " places");
    }
    var markup = new StringBuilder(parts[0]);
    for (int i = 0; i < values.length; i++) {
      markup
          .append(values[i] instanceof Html html ? html.markup : escape(values[i].toString()))
          .append(parts[i + 1]);
    }
    return new Html(markup.toString());
  }

  static Html join(List<Html> pieces) {
    return new Html(pieces.stream().map(Html::toString).collect(Collectors.joining()));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  @Override
  public String toString() {
    return markup;
  }
}
