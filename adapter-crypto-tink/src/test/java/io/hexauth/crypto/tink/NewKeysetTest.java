// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import com.google.inject.Module;
import io.hexauth.ports.spi.OAuthClock;
import io.hexauth.ports.spi.TokenCipher;
import io.hexauth.testkit.clock.VirtualClock;
import io.hexauth.testkit.guice.StrictInjector;
import io.hexauth.testkit.log.LogCapture;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first keyset: created by a command, or automatically for development. */
class NewKeysetTest {

  private static final String KMS_KEY = "test-kms://key";
  private static final byte[] DATA = {1};
  private static final byte[] PLAIN = {2};

  @TempDir private Path folder;

  /** KMS client that is found on the class path, like that of a real KMS. */
  public static final class TestKms implements KmsClient {

    private static final Aead KEY = aead();

    /** Creates the client, for the service loader. */
    public TestKms() {}

    private static Aead aead() {
      try {
        return OpenKeyset.of(Keys.keyset(PredefinedAeadParameters.AES256_GCM)).aead();
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public boolean doesSupport(String uri) {
      return uri.startsWith("test-kms://");
    }

    @Override
    public KmsClient withCredentials(String path) {
      throw new AssertionError("The command uses default credentials");
    }

    @Override
    public KmsClient withDefaultCredentials() {
      return this;
    }

    @Override
    public Aead getAead(String uri) {
      return KEY;
    }
  }

  private Path file() {
    return folder.resolve("keyset.json");
  }

  private static TokenCipher cipher(Module keyset) {
    return StrictInjector.create(
            binder -> binder.bind(OAuthClock.class).toInstance(VirtualClock.create()), keyset)
        .getInstance(TokenCipher.class);
  }

  private static void assertUsable(TokenCipher cipher) {
    assertThat(cipher.open(cipher.seal(PLAIN, DATA), DATA)).contains(PLAIN);
  }

  /** {@return the arguments of the command in the README, after the class path} */
  private static List<String> documented(int which) throws IOException {
    return Pattern.compile("(?m)^java -cp \\S+ (.*)$")
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map(command -> List.of(command.group(1).split(" ")))
        .toList()
        .get(which);
  }

  @Test
  void documentedCommandShouldCreateAKeysetInTheClearForItsOwnerOnly() throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                Arrays.stream(
                        System.getProperty("java.class.path").split(java.io.File.pathSeparator))
                    .map(entry -> Path.of(entry).toAbsolutePath().toString())
                    .collect(java.util.stream.Collectors.joining(java.io.File.pathSeparator))));
    command.addAll(documented(1));

    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).isZero();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
    assertUsable(
        cipher(TinkTokenCipherModule.insecureCleartextKeyset(() -> Files.readAllBytes(file()))));
  }

  @Test
  void documentedCommandShouldEncryptTheKeysetWithAKeyOfAKms() throws Exception {
    List<String> command = documented(0);
    assertThat(command).hasSize(3).startsWith(NewKeyset.class.getName(), "keyset.json");

    NewKeyset.main(new String[] {file().toString(), KMS_KEY});

    assertThat(Files.readString(file())).contains("encryptedKeyset");
    assertUsable(
        cipher(
            TinkTokenCipherModule.encryptedKeyset(
                () -> Files.readAllBytes(file()), new TestKms().getAead(KMS_KEY))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void commandShouldSayWhichArgumentsItTakes(int count) {
    String[] arguments = new String[count];
    Arrays.fill(arguments, file().toString());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> NewKeyset.main(arguments))
        .withMessageContaining("file");
    assertThat(file()).doesNotExist();
  }

  @Test
  void commandShouldOverwriteNoFile() throws Exception {
    Files.writeString(file(), "keep me");

    assertThatExceptionOfType(FileAlreadyExistsException.class)
        .isThrownBy(() -> NewKeyset.main(new String[] {file().toString()}));

    assertThat(file()).hasContent("keep me");
  }

  @Test
  void commandShouldCreateNothingWhenTheKmsIsUnknown() {
    assertThatExceptionOfType(GeneralSecurityException.class)
        .isThrownBy(() -> NewKeyset.main(new String[] {file().toString(), "other-kms://key"}));

    assertThat(file()).doesNotExist();
  }

  @Test
  void keysetForDevelopmentShouldBeCreatedOnceAndOpenWhatWasSealedBeforeARestart() {
    TokenCipher first = cipher(TinkTokenCipherModule.developmentKeyset(file()));
    TokenCipher.Sealed sealed = first.seal(PLAIN, DATA);

    TokenCipher restarted = cipher(TinkTokenCipherModule.developmentKeyset(file()));

    assertThat(restarted.open(sealed, DATA)).contains(PLAIN);
    assertThat(restarted.keys()).isEqualTo(first.keys());
  }

  @Test
  void keysetForDevelopmentShouldWarnAtEachStart() {
    for (int start = 0; start < 2; start++) {
      try (LogCapture log = LogCapture.start()) {
        cipher(TinkTokenCipherModule.developmentKeyset(file()));

        assertThat(log.lines())
            .filteredOn(line -> line.contains("WARN") && line.contains(file().toString()))
            .singleElement()
            .asString()
            .contains("is for development");
      }
    }
  }
}
