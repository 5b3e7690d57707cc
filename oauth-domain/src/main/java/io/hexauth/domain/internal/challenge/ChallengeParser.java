// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.challenge;

import java.text.ParsePosition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Parser of one {@code WWW-Authenticate} field. A comma can separate two parameters or two
 * challenges. The text after the comma decides: {@code name=} begins a parameter, and any other
 * text begins a challenge.
 */
final class ChallengeParser {

  private static final String TOKEN_SPECIALS = "!#$%&'*+-.^_`|~";
  private static final String TOKEN68_SPECIALS = "-._~+/";

  private final String field;
  private final ParsePosition at = new ParsePosition(0);

  ChallengeParser(String field) {
    this.field = field;
  }

  /** Adds all challenges before the first malformed part. */
  void readInto(List<Challenge> challenges) {
    skip(" \t,");
    while (challenges.size() < Challenge.MOST) {
      String scheme = token();
      if (scheme.isEmpty()) {
        return;
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      boolean wellFormed = isAtSpace() ? isRead(parameters) : isAtEndOfItem();
      if (!wellFormed) {
        return;
      }
      challenges.add(new Challenge(scheme, parameters));
      skip(" \t,");
    }
  }

  /** {@return true if the text after the scheme is a token68, parameters or nothing} */
  private boolean isRead(Map<String, String> parameters) {
    skip(" \t");
    int start = at.getIndex();
    if (!isAtParameter()) {
      at.setIndex(start);
      skipToken68();
      // A scheme without parameters is followed by a comma or by the end of the field.
      return isAtEndOfItem();
    }
    do {
      if (!isParameterRead(parameters)) {
        return false;
      }
      start = at.getIndex();
      skip(" \t,");
    } while (hasComma(start) && isAtParameter());
    return isAtEnd() || hasComma(start);
  }

  private boolean hasComma(int from) {
    return field.substring(from, at.getIndex()).indexOf(',') >= 0;
  }

  /** {@return true if {@code name=value} begins at this position} The position does not change. */
  private boolean isAtParameter() {
    int start = at.getIndex();
    boolean named = !token().isEmpty();
    skip(" \t");
    boolean equals = is('=');
    next();
    skip(" \t");
    // At the end of an item, "abc=" and "abc==" are a token68.
    boolean valued = !isAtEnd() && !is('=') && !is(',');
    at.setIndex(start);
    return named && equals && valued;
  }

  private boolean isParameterRead(Map<String, String> parameters) {
    String name = token().toLowerCase(Locale.ROOT);
    skip(" \t");
    next(); // the equals sign
    skip(" \t");
    int start = at.getIndex();
    String value = is('"') ? quoted() : token();
    parameters.putIfAbsent(name, value);
    return at.getIndex() > start && isAtEndOfItem();
  }

  /**
   * Returns the text of a quoted string. If the string has no end, the position does not change.
   */
  private String quoted() {
    int start = at.getIndex();
    var text = new StringBuilder();
    for (next(); !isAtEnd(); next()) {
      if (is('"')) {
        next();
        return text.toString();
      }
      if (is('\\')) {
        next();
      }
      if (!isAtEnd()) {
        text.append(character());
      }
    }
    at.setIndex(start);
    return "";
  }

  private String token() {
    int start = at.getIndex();
    while (!isAtEnd() && isAlphanumericOr(TOKEN_SPECIALS)) {
      next();
    }
    return field.substring(start, at.getIndex());
  }

  private void skipToken68() {
    while (!isAtEnd() && isAlphanumericOr(TOKEN68_SPECIALS)) {
      next();
    }
    skip("=");
  }

  private boolean isAlphanumericOr(String specials) {
    char c = character();
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || specials.indexOf(c) >= 0;
  }

  private void skip(String characters) {
    while (!isAtEnd() && characters.indexOf(character()) >= 0) {
      next();
    }
  }

  private boolean is(char c) {
    return !isAtEnd() && character() == c;
  }

  private char character() {
    return field.charAt(at.getIndex());
  }

  private void next() {
    at.setIndex(at.getIndex() + 1);
  }

  private boolean isAtEnd() {
    return at.getIndex() >= field.length();
  }

  private boolean isAtSpace() {
    return is(' ') || is('\t');
  }

  /** {@return true if only white space remains in this item} The position does not change. */
  private boolean isAtEndOfItem() {
    int start = at.getIndex();
    skip(" \t");
    boolean end = isAtEnd() || is(',');
    at.setIndex(start);
    return end;
  }
}
