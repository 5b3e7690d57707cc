// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.challenge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a {@code WWW-Authenticate} header. Immutable.
 *
 * @param scheme how to authenticate, in lower case, such as {@code bearer}
 * @param parameters by name in lower case; of a name that comes twice, the first
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1">RFC 9110 §11.6.1</a>
 */
public record Challenge(String scheme, Map<String, String> parameters) {

  /** More than any API needs; the rest of a longer list is not read. */
  static final int MOST = 32;

  /** Longer header fields are not read. */
  static final int LONGEST = 16_384;

  /** A challenge; its scheme and the names of its parameters are compared in any case. */
  public Challenge {
    scheme = scheme.toLowerCase(Locale.ROOT);
    parameters = Map.copyOf(parameters);
  }

  /** {@return the value of a parameter, by its name in lower case; empty if it is absent} */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * {@return the challenges of these header fields, in order; those before the first that cannot be
   * read, where a field is malformed; none of a field beyond 16,384 characters, and at most 32 in
   * all}
   *
   * @param fields the values of every {@code WWW-Authenticate} header; each may have several
   *     challenges
   */
  public static List<Challenge> parse(Collection<String> fields) {
    List<Challenge> challenges = new ArrayList<>();
    for (String field : fields) {
      if (field.length() <= LONGEST) {
        new ChallengeParser(field).readInto(challenges);
      }
    }
    return challenges.stream().limit(MOST).toList();
  }

  /** Shows no text: an API can echo a token in any part. */
  @Override
  public String toString() {
    return "Challenge[parameters=" + parameters.size() + "]";
  }
}
