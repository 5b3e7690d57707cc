// SPDX-License-Identifier: Apache-2.0
package io.hexauth.domain.internal.challenge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Challenge of a {@code WWW-Authenticate} header. Immutable.
 *
 * @param scheme the authentication scheme in lower case, such as {@code bearer}
 * @param parameters the parameters by name in lower case; of a repeated name, the first value
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110.html#section-11.6.1">RFC 9110 §11.6.1</a>
 */
public record Challenge(String scheme, Map<String, String> parameters) {

  /** Maximum number of challenges. Further ones are not read. */
  static final int MOST = 32;

  /** Maximum number of characters of a header field. A longer field is not read. */
  static final int LONGEST = 16_384;

  /** Changes the scheme to lower case. */
  public Challenge {
    scheme = scheme.toLowerCase(Locale.ROOT);
    parameters = Map.copyOf(parameters);
  }

  /** {@return the value of a parameter, by its name in lower case; empty if it is absent} */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /**
   * Parses header fields. If a field is malformed, the result has only the challenges before the
   * malformed part. A field with more than 16,384 characters is ignored. The result has at most 32
   * challenges.
   *
   * @param fields the values of all {@code WWW-Authenticate} headers; each may contain several
   *     challenges
   * @return the challenges, in order
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

  /** Shows no text, because an API can repeat a token in any part. */
  @Override
  public String toString() {
    return "Challenge[parameters=" + parameters.size() + "]";
  }
}
