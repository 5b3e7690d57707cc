// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ServiceLoader;
import java.util.Set;

/**
 * Command that creates the first keyset: {@code java -cp … io.hexauth.crypto.tink.NewKeyset file
 * [key-uri]}. With the URI of a key of a key management service (KMS), that key encrypts the
 * keyset; without it, the keyset is not encrypted. The command never overwrites a file.
 */
final class NewKeyset {

  private static final byte[] NO_ASSOCIATED_DATA = {};

  private NewKeyset() {}

  /**
   * Creates the file, readable by its owner only.
   *
   * @param arguments the file, and optionally the URI of a key. The {@code KmsClient} for the URI
   *     must be on the class path
   * @throws IllegalArgumentException if the number of arguments is wrong
   * @throws FileAlreadyExistsException if the file exists
   */
  public static void main(String[] arguments) throws GeneralSecurityException, IOException {
    if (arguments.length < 1 || arguments.length > 2) {
      throw new IllegalArgumentException(
          "Arguments: the file to create, and optionally the URI of a KMS key");
    }
    Path file = Path.of(arguments[0]);
    write(file, arguments.length == 1 ? cleartext() : encrypted(arguments[1]));
  }

  /**
   * {@return the content of the file} If the file does not exist, the method creates it with an
   * unencrypted keyset.
   */
  static byte[] existingOrNew(Path file) throws GeneralSecurityException, IOException {
    if (!Files.exists(file)) {
      try {
        write(file, cleartext());
      } catch (FileAlreadyExistsException e) {
        // Another process has created the file in the meantime.
      }
    }
    return Files.readAllBytes(file);
  }

  private static KeysetHandle keyset() throws GeneralSecurityException {
    AeadConfig.register();
    return KeysetHandle.generateNew(
        PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
  }

  private static String cleartext() throws GeneralSecurityException {
    return TinkJsonProtoKeysetFormat.serializeKeyset(
        keyset(), RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
  }

  private static String encrypted(String uri) throws GeneralSecurityException {
    Aead key = client(uri).withDefaultCredentials().getAead(uri);
    return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(
        keyset(), key, NO_ASSOCIATED_DATA, RegistryConfiguration.get());
  }

  private static KmsClient client(String uri) throws GeneralSecurityException {
    for (KmsClient client : ServiceLoader.load(KmsClient.class)) {
      if (client.doesSupport(uri)) {
        return client;
      }
    }
    throw new GeneralSecurityException(
        "No KmsClient on the class path supports the URI of the key");
  }

  private static void write(Path file, String keyset) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (OutputStream out =
        Channels.newOutputStream(Files.newByteChannel(file, options, ownerOnly(file)))) {
      out.write(keyset.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static FileAttribute<?>[] ownerOnly(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
