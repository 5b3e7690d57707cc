// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** README, settings and poms agree. */
class ReadmeTest {

  private final String readme = read("README.md");

  @Test
  void commandsShouldStartTwoProvidersAndTheApplication() {
    List<String> commands =
        Pattern.compile("```\n(.*?)\n```", Pattern.DOTALL)
            .matcher(readme)
            .results()
            .map(block -> block.group(1))
            .toList();

    assertThat(commands)
        .containsExactly(
            "mvn -q -Pfast -pl examples/authorization-server compile exec:java"
                + " -Dexec.args=\"9001 9002\"",
            "mvn -q -Pfast,web -pl examples/web -am compile");
    assertThat(read("pom.xml"))
        .contains("<id>web</id>", "<argument>" + WebApp.class.getName() + "</argument>");
    assertThat(read("../../pom.xml")).contains("<id>web</id>");
  }

  @Test
  void settingsShouldNameTheServersOfTheCommands() throws IOException {
    var settings = Settings.read(Path.of("web.properties"));

    assertThat(settings.get("url")).isEqualTo("http://127.0.0.1:" + settings.get("port"));
    assertThat(readme).contains(settings.get("url"));
    assertThat(Providers.read(settings).all())
        .extracting(provider -> provider.calls().values().iterator().next().getPort())
        .containsExactly(9001, 9002);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "bob"})
  void passwordShouldBeThatOfTheComment(String user) throws IOException {
    var accounts = Accounts.read(Settings.read(Path.of("web.properties")));

    assertThat(read("web.properties")).contains(user + "-web-password");
    assertThat(accounts.authenticate(user, user + "-web-password")).isPresent();
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
