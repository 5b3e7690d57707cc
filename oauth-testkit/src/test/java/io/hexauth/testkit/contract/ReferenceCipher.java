// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.ports.spi.TokenCipher;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM cipher, with at most one flaw. */
final class ReferenceCipher implements TokenCipher {

  /** Flaw of a cipher, and the test that detects it. */
  enum Flaw {
    NONE(""),
    LOSES_WHAT_IT_SEALED("openShouldReturnWhatWasSealed"),
    REFUSES_EMPTY_DOCUMENTS("openShouldReturnEmptyDocuments"),
    CUTS_AT_64_KIB("openShouldReturnDocumentsOfOneMiB"),
    EMPTY_DATA_OPENS_ANYTHING("openShouldAcceptEmptyAssociatedData"),
    READS_WHAT_IS_NOT_SEALED("openShouldRefuseWhatWasNeverSealed"),
    ONLY_THE_START_OF_THE_DATA("openShouldRefuseOtherAssociatedData"),
    CHANGES_WHAT_IT_OPENS("sealShouldLeaveItsArgumentsAsTheyAre"),
    SHOWS_THE_DOCUMENT_AS_KEY_ID("sealShouldShowNothingOfTheDocument"),
    STATIC_IV("sealShouldDifferEachTime"),
    NO_ASSOCIATED_DATA("openShouldRefuseOtherAssociatedData"),
    NO_ENCRYPTION("sealShouldShowNothingOfTheDocument"),
    NO_AUTHENTICATION("openShouldRefuseEveryFlippedByte"),
    SAME_KEY_EVERYWHERE("openShouldRefuseWhatAnotherKeySealed"),
    TRUSTS_THE_KEY_ID("openShouldNotTrustTheKeyId"),
    THROWS_ON_GARBAGE("openShouldRefuseEveryOtherLength"),
    WIPES_THE_PLAIN_TEXT("sealShouldLeaveItsArgumentsAsTheyAre"),
    ONE_CIPHER_FOR_ALL_THREADS("manyThreadsShouldNotDisturbOneAnother"),
    LONG_KEY_ID("sealShouldNameItsKey"),
    ANOTHER_PRIMARY("keysShouldNameTheKeyThatSeals"),
    UNREADABLE_PRIMARY("keysShouldNameTheKeyThatSeals"),
    ACCEPTS_NULL("everyMethodShouldRefuseNull");

    private final String caughtBy;

    Flaw(String caughtBy) {
      this.caughtBy = caughtBy;
    }

    String caughtBy() {
      return caughtBy;
    }
  }

  private final SecureRandom random = new SecureRandom();
  private final Flaw flaw;
  private final SecretKey key;
  private final byte[] shared = new byte[16];

  ReferenceCipher(Flaw flaw) {
    this.flaw = flaw;
    byte[] bytes = new byte[32];
    if (flaw != Flaw.SAME_KEY_EVERYWHERE) {
      random.nextBytes(bytes);
    }
    key = new SecretKeySpec(bytes, "AES");
  }

  @Override
  public Sealed seal(byte[] plain, byte[] associatedData) {
    byte[] data = bound(checked(associatedData));
    byte[] text = checked(plain);
    if (flaw == Flaw.REFUSES_EMPTY_DOCUMENTS && text.length == 0) {
      throw new IllegalArgumentException("Nothing to seal");
    }
    if (flaw == Flaw.CUTS_AT_64_KIB && text.length > 0xFFFF) {
      text = Arrays.copyOf(text, 0xFFFF);
    }
    byte[] iv = new byte[flaw == Flaw.NO_AUTHENTICATION ? 16 : 12];
    if (flaw != Flaw.STATIC_IV) {
      random.nextBytes(iv);
    }
    byte[] used = iv;
    if (flaw == Flaw.ONE_CIPHER_FOR_ALL_THREADS) {
      System.arraycopy(iv, 0, shared, 0, iv.length);
      Turns.giveWay();
      used = Arrays.copyOf(shared, iv.length);
    }
    byte[] sealed = flaw == Flaw.NO_ENCRYPTION ? text : run(Cipher.ENCRYPT_MODE, used, text, data);
    byte[] all = Arrays.copyOf(iv, iv.length + sealed.length);
    System.arraycopy(sealed, 0, all, iv.length, sealed.length);
    if (flaw == Flaw.WIPES_THE_PLAIN_TEXT) {
      Arrays.fill(plain, (byte) 0);
    }
    return new Sealed(keyId(text), all);
  }

  private String keyId(byte[] text) {
    if (flaw == Flaw.SHOWS_THE_DOCUMENT_AS_KEY_ID) {
      return new String(text, StandardCharsets.ISO_8859_1);
    }
    return flaw == Flaw.LONG_KEY_ID ? "k".repeat(65) : "key";
  }

  private byte[] bound(byte[] data) {
    return flaw == Flaw.ONLY_THE_START_OF_THE_DATA
        ? Arrays.copyOf(data, Math.min(16, data.length))
        : data;
  }

  @Override
  public Optional<byte[]> open(Sealed sealed, byte[] associatedData) {
    byte[] data = bound(checked(associatedData));
    if (sealed == null && flaw == Flaw.ACCEPTS_NULL) {
      return Optional.empty();
    }
    Optional<byte[]> plain = opened(sealed, data);
    if (plain.isEmpty() && flaw == Flaw.EMPTY_DATA_OPENS_ANYTHING) {
      plain = opened(sealed, new byte[0]);
    }
    if (plain.isEmpty() && flaw == Flaw.READS_WHAT_IS_NOT_SEALED) {
      return Optional.of(sealed.bytes());
    }
    if (flaw == Flaw.CHANGES_WHAT_IT_OPENS) {
      Arrays.fill(sealed.bytes(), (byte) 0);
    }
    return flaw == Flaw.LOSES_WHAT_IT_SEALED ? Optional.empty() : plain;
  }

  private Optional<byte[]> opened(Sealed sealed, byte[] data) {
    byte[] bytes = sealed.bytes();
    int ivLength = flaw == Flaw.NO_AUTHENTICATION ? 16 : 12;
    if (flaw == Flaw.TRUSTS_THE_KEY_ID && !sealed.keyId().equals("key")) {
      return Optional.empty();
    }
    try {
      byte[] iv = Arrays.copyOf(bytes, ivLength);
      byte[] body = Arrays.copyOfRange(bytes, Math.min(ivLength, bytes.length), bytes.length);
      return Optional.of(
          flaw == Flaw.NO_ENCRYPTION ? body : run(Cipher.DECRYPT_MODE, iv, body, data));
    } catch (IllegalStateException e) {
      if (flaw == Flaw.THROWS_ON_GARBAGE) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public Keys keys() {
    return new Keys(
        flaw == Flaw.ANOTHER_PRIMARY ? "another" : "key",
        Set.of(flaw == Flaw.UNREADABLE_PRIMARY ? "another" : "key"));
  }

  private byte[] run(int mode, byte[] iv, byte[] text, byte[] data) {
    try {
      if (flaw == Flaw.NO_AUTHENTICATION) {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(mode, key, new IvParameterSpec(iv));
        return cipher.doFinal(text);
      }
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(128, iv));
      if (flaw != Flaw.NO_ASSOCIATED_DATA) {
        cipher.updateAAD(data);
      }
      return cipher.doFinal(text);
    } catch (GeneralSecurityException | ProviderException e) {
      // JDK 17 throws the latter for text that is shorter than the tag.
      throw new IllegalStateException(e);
    }
  }

  private byte[] checked(byte[] bytes) {
    return flaw == Flaw.ACCEPTS_NULL && bytes == null ? new byte[0] : Objects.requireNonNull(bytes);
  }
}
