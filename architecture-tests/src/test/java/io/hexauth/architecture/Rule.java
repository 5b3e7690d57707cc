// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A sentence about the architecture, the check behind it, and the proof that the check can fail.
 *
 * @param sentence what holds
 * @param check how it is seen
 * @param provedBy text, mostly names of bad fixtures, that the check reports in the house of bad
 *     fixtures
 */
record Rule(String sentence, ArchRule check, List<String> provedBy) {

  static Rule rule(String sentence, ArchRule check, String... provedBy) {
    return new Rule(sentence, check, List.of(provedBy));
  }

  @Override
  public String toString() {
    return sentence;
  }
}
