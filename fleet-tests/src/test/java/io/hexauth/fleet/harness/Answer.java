// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.harness;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Results of calls on a node.
 *
 * @param outcomes the number of calls by result: {@code token:<hash>} or {@code
 *     failed:<exception>:<detail>}
 */
public record Answer(Map<String, Integer> outcomes) {

  static Answer parse(String text) {
    var outcomes = new LinkedHashMap<String, Integer>();
    for (String word : text.split(" ")) {
      int at = word.lastIndexOf('=');
      if (at < 0) {
        throw new IllegalArgumentException("The node answered: " + text);
      }
      outcomes.put(word.substring(0, at), Integer.valueOf(word.substring(at + 1)));
    }
    return new Answer(outcomes);
  }

  /** {@return true if all calls returned the same token} */
  public boolean isToken() {
    return outcomes.size() == 1 && only().startsWith("token:");
  }

  /** {@return the hash of the token that all calls returned} */
  public String token() {
    if (!isToken()) {
      throw new AssertionError("Not one token, but " + outcomes);
    }
    return only();
  }

  /** {@return the failure that all calls had} */
  public String failure() {
    if (outcomes.size() != 1 || only().startsWith("token:")) {
      throw new AssertionError("Not one failure, but " + outcomes);
    }
    return only();
  }

  private String only() {
    return outcomes.keySet().iterator().next();
  }
}
