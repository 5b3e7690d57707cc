// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.node;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hexauth.ports.spi.TokenCipher;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cipher that makes a node behave like the next version: documents that it writes have an
 * additional member, unknown to this version. It sees the unencrypted documents, and records whose
 * documents had the member when they were last read or written here.
 */
final class NewerVersion implements TokenCipher {

  private static final String MEMBER =
      "\"next_version\":{\"numbers\":[1,2.50,12345678901234567890],\"none\":null}";

  /** Pattern of a grant's document. */
  private static final Pattern GRANT =
      Pattern.compile("^\\{.*\"principal\":\"([^\"]+)\".*\"refresh_token\":", Pattern.DOTALL);

  private final TokenCipher cipher;
  private final Map<String, Boolean> kept = new ConcurrentHashMap<>();
  private volatile boolean newer;

  NewerVersion(TokenCipher cipher) {
    this.cipher = cipher;
  }

  void beNewer(boolean on) {
    newer = on;
  }

  /** {@return true if the last document of this user had the member unchanged} */
  boolean isKeptFor(String principal) {
    return kept.getOrDefault(principal, false);
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    String text = new String(plain, UTF_8);
    boolean adds = newer && GRANT.matcher(text).find() && !text.contains(MEMBER);
    String written = adds ? "{" + MEMBER + "," + text.substring(1) : text;
    note(written);
    return cipher.seal(adds ? written.getBytes(UTF_8) : plain, associatedData);
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    Optional<byte[]> plain = cipher.open(sealed, associatedData);
    plain.ifPresent(bytes -> note(new String(bytes, UTF_8)));
    return plain;
  }

  private void note(String document) {
    Matcher grant = GRANT.matcher(document);
    if (grant.find()) {
      kept.put(grant.group(1), document.contains(MEMBER));
    }
  }

  @Override
  public Keys keys() {
    return cipher.keys();
  }
}
