// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/**
 * A rule about the architecture, and the proof that its check can fail.
 *
 * @param sentence the rule
 * @param check the check of the rule
 * @param provedBy texts, mostly names of bad fixtures, that the check must report for the bad
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
