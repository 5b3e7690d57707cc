// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README, settings and poms agree. */
class ReadmeTest {

  @Test
  void commandsShouldStartTheServerOfTheSettingsAndTheService() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String settings = Files.readString(Path.of("service.properties"));

    assertThat(
            Pattern.compile("```\n(.*?)\n```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .map(block -> block.group(1)))
        .startsWith(
            "mvn -q -Pfast -pl examples/authorization-server compile exec:java -Dexec.args=9000",
            "mvn -q -Pfast,service -pl examples/service -am compile");
    assertThat(settings).contains("127.0.0.1:9000").contains("port = 8081");
    assertThat(readme).contains("http://127.0.0.1:8081/health");
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains("<id>service</id>", "<argument>" + Service.class.getName() + "</argument>");
    assertThat(Files.readString(Path.of("../../pom.xml"))).contains("<id>service</id>");
  }
}
