// SPDX-License-Identifier: Apache-2.0
package io.hexauth.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reference to a secret in a file or an environment variable, for {@code clientSecretBasic(id,
 * secret)} and similar methods.
 *
 * <p>The secret is read for each request, so a changed file needs no restart. To replace the file,
 * rename a complete new file to its name, as Kubernetes does. Otherwise, a request may read an
 * incomplete secret. Safe for use by multiple threads.
 */
public final class SecretReference implements Supplier<String> {

  private static final String VARIABLE = "env:";
  private static final String FILE = "file:";
  private static final int MOST_BYTES = 64 * 1024;

  private final String reference;
  private final Supplier<String> reader;

  private SecretReference(String reference, Supplier<String> reader) {
    this.reference = reference;
    this.reader = reader;
  }

  /**
   * {@return the reference in a configuration text}
   *
   * @param reference {@code env:NAME} or {@code file:/path}
   * @throws IllegalArgumentException if the text has another form; the message does not contain it,
   *     because it may be the secret itself
   */
  public static SecretReference parse(String reference) {
    if (reference.startsWith(VARIABLE) && reference.length() > VARIABLE.length()) {
      return environment(reference.substring(VARIABLE.length()));
    }
    if (reference.startsWith(FILE) && reference.length() > FILE.length()) {
      return file(path(reference.substring(FILE.length())));
    }
    throw new IllegalArgumentException("must be a reference: env:NAME or file:/path");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      // No cause: its message contains the text.
      throw new IllegalArgumentException("must name a file after file:");
    }
  }

  /**
   * {@return a reference to an environment variable, which cannot change while the process runs}
   */
  public static SecretReference environment(String variable) {
    return environment(variable, System::getenv);
  }

  static SecretReference environment(
      String variable, Function<String, @Nullable String> variables) {
    return new SecretReference(
        VARIABLE + variable,
        () -> {
          String value = variables.apply(variable);
          if (value == null) {
            throw new IllegalStateException("the environment variable is not set");
          }
          return value;
        });
  }

  /**
   * {@return a reference to a UTF-8 file that contains only the secret, such as a mounted secret}
   * One line break at the end is ignored.
   */
  public static SecretReference file(Path file) {
    return new SecretReference(FILE + file, () -> content(file));
  }

  /**
   * Reads the secret.
   *
   * @return the secret
   * @throws IllegalStateException if the secret cannot be read or is not valid; the message names
   *     the reference. Callers of Hexauth get this exception as the cause of a {@code
   *     TokenProviderException}
   */
  @Override
  public String get() {
    String secret;
    try {
      secret = reader.get();
    } catch (IllegalStateException e) {
      throw problem(String.valueOf(e.getMessage()), e.getCause());
    }
    if (secret.isEmpty()) {
      throw problem("it is empty", null);
    }
    if (secret.chars().anyMatch(Character::isISOControl)) {
      throw problem("it has a control character, such as a line break", null);
    }
    return secret;
  }

  private IllegalStateException problem(String problem, @Nullable Throwable cause) {
    return new IllegalStateException(
        "The secret " + reference + " cannot be used: " + problem, cause);
  }

  private static String content(Path file) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new IllegalStateException("the file cannot be read", e);
    }
    if (bytes.length > MOST_BYTES) {
      throw new IllegalStateException("the file is larger than 64 KiB");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      int end = text.endsWith("\r\n") ? 2 : text.endsWith("\n") ? 1 : 0;
      return text.substring(0, text.length() - end);
    } catch (CharacterCodingException e) {
      throw new IllegalStateException("the file is not UTF-8", e);
    }
  }

  /** {@return the reference, which is not secret} */
  @Override
  public String toString() {
    return reference;
  }
}
