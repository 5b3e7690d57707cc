// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** References to secrets in files and environment variables. */
class SecretReferenceTest {

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("secret"), content);
  }

  @ParameterizedTest
  @CsvSource({"'s3cret'", "'s3cret\n'", "'s3cret\r\n'"})
  void fileShouldBeReadWithoutTheLineBreakAtItsEnd(String content) throws IOException {
    assertThat(SecretReference.parse("file:" + file(content)).get()).isEqualTo("s3cret");
  }

  @Test
  void fileShouldKeepSpacesAndOtherLetters() throws IOException {
    assertThat(SecretReference.file(file(" gehe\u00efm \n")).get()).isEqualTo(" gehe\u00efm ");
  }

  @Test
  void fileShouldBeReadAgainForEachRequest() throws IOException {
    SecretReference secret = SecretReference.file(file("before"));
    assertThat(secret.get()).isEqualTo("before");

    // The secrets have the same length, and the files may have the same time of change.
    Files.move(
        Files.writeString(folder.resolve("new"), "after!"),
        folder.resolve("secret"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);

    assertThat(secret.get()).isEqualTo("after!");
  }

  @Test
  void variableShouldBeReadForEachRequest() {
    var value = new String[] {"before"};
    SecretReference secret = SecretReference.environment("ACME", name -> value[0]);
    assertThat(secret.get()).isEqualTo("before");

    value[0] = "after";

    assertThat(secret.get()).isEqualTo("after");
  }

  @Test
  void variableShouldBeThatOfTheProcess() {
    String path = System.getenv("PATH");

    assertThat(SecretReference.parse("env:PATH").get()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "s3cret", "env:", "file:", "ENV:NAME", "http://vault", "file:\u0000"})
  void parseShouldRefuseWhatIsNoReferenceAndNotRepeatIt(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SecretReference.parse(text))
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret", "vault"));
  }

  @Test
  void getShouldNameTheFileThatIsMissing() {
    Path missing = folder.resolve("missing");

    assertThatIllegalStateException()
        .isThrownBy(SecretReference.file(missing)::get)
        .withMessage("The secret file:%s cannot be used: the file cannot be read", missing);
  }

  @Test
  void getShouldNameTheVariableThatIsMissing() {
    assertThatIllegalStateException()
        .isThrownBy(SecretReference.environment("HEXAUTH_NOT_SET", name -> null)::get)
        .withMessage(
            "The secret env:HEXAUTH_NOT_SET cannot be used: the environment variable is not set");
  }

  @ParameterizedTest
  @CsvSource({
    "'', empty",
    "'\n', empty",
    "'do-not\nrepeat-me', control character",
    "'do-not-repeat-me\n\n', control character"
  })
  void getShouldNameTheReferenceAndNotTheContentWhenItIsNoSecret(String content, String problem)
      throws IOException {
    Path file = file(content);

    assertThatIllegalStateException()
        .isThrownBy(SecretReference.file(file)::get)
        .withMessageContaining("file:" + file)
        .withMessageContaining(problem)
        .withNoCause()
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("do-not", "repeat-me"));
  }

  @Test
  void getShouldRefuseAFileThatIsNotUtf8() throws IOException {
    Path file = Files.write(folder.resolve("secret"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatIllegalStateException()
        .isThrownBy(SecretReference.file(file)::get)
        .withMessageContaining("not UTF-8");
  }

  @Test
  void getShouldRefuseAFileThatIsLargerThanASecret() throws IOException {
    Path file =
        Files.write(
            folder.resolve("secret"), "x".repeat(64 * 1024 + 1).getBytes(StandardCharsets.UTF_8));

    assertThatIllegalStateException()
        .isThrownBy(SecretReference.file(file)::get)
        .withMessageContaining("64 KiB");
  }

  @Test
  void textShouldBeTheReference() {
    assertThat(SecretReference.parse("file:/run/secrets/acme"))
        .hasToString("file:/run/secrets/acme");
    assertThat(SecretReference.parse("env:ACME")).hasToString("env:ACME");
  }
}
