// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every Java block of every page compiles unchanged, runs, and has a working result. */
@TestInstance(Lifecycle.PER_CLASS)
class DocumentedBlocksTest {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** Blocks that are parts of a class, which tests of another module compare, compile and run. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "oauth-testkit/README.md 1",
          "oauth-testkit/README.md 2",
          "oauth-testkit/README.md 3",
          "oauth-testkit/README.md 4",
          "examples/authorization-server/README.md 1");

  private Surroundings around;
  private Proof proof;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    around = new Surroundings(folder);
    proof = new Proof(around);
  }

  @AfterAll
  void stop() {
    around.close();
  }

  static List<Block> blocks() throws IOException {
    return everyBlock()
        .filter(block -> !block.isProgram() && !block.isPart())
        .filter(block -> !ELSEWHERE.contains(block.page() + " " + block.number()))
        .toList();
  }

  /** {@return the blocks of all pages} */
  static Stream<Block> everyBlock() throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .filter(
              file -> !REPOSITORY.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
          .sorted()
          .flatMap(file -> Block.in(REPOSITORY, file).stream())
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void blockShouldCompileAndDoWhatItShows(Block block, @TempDir Path folder) throws Exception {
    if (block.isTestClass()) {
      new TestClass(block).run(folder);
      return;
    }
    Object result = block.run(new Given(around, proof::callback), folder).orElse("nothing");

    proof.of(result);
  }

  @Test
  void blocksShouldBeFoundOnThePagesThatShowAWiring() throws IOException {
    assertThat(blocks())
        .extracting(Block::page)
        .contains(
            "docs/guide/nodes.md", "docs/guide/web-application.md", "adapter-store-jdbc/README.md");
  }

  @Test
  void blockShouldFailWhenANameOfItIsMissing(@TempDir Path folder) {
    var broken = new Block("a page", 1, "var client = unknown;\n");

    org.assertj.core.api.Assertions.assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> broken.run(new Given(around, proof::callback), folder))
        .withMessageContaining("a page, block 1 does not compile")
        .withMessageContaining("unknown");
  }
}
