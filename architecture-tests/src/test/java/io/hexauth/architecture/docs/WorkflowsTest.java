// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Workflows run scripts of this repository. They refer to other actions by commit, because a tag
 * can be moved.
 */
class WorkflowsTest {

  private static final Path FOLDER = Path.of(".github", "workflows");
  private static final Pattern USES = Pattern.compile("(?m)^\\s*-? *uses: *(.+)$");
  private static final Pattern RUN = Pattern.compile("(?m)^\\s*-? *run: *(.+)$");

  static Stream<Path> workflows() {
    return Repository.files().stream().filter(file -> file.startsWith(FOLDER));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void anActionShouldBePinnedByItsCommitAndNameItsVersion(Path workflow) {
    assertThat(found(USES, workflow))
        .isNotEmpty()
        .allMatch(action -> action.matches("[\\w./-]+@[0-9a-f]{40} # v\\d+\\.\\d+\\.\\d+"));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void aStepShouldRunAScriptOfThisRepository(Path workflow) {
    assertThat(found(RUN, workflow))
        .isNotEmpty()
        .allMatch(script -> Files.isExecutable(Repository.ROOT.resolve(script)));
  }

  private static List<String> found(Pattern pattern, Path workflow) {
    return pattern
        .matcher(Repository.read(workflow))
        .results()
        .map(found -> found.group(1).strip())
        .toList();
  }
}
