// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;
import org.jspecify.annotations.Nullable;

/** Public part of the key that signs a release. */
final class SigningKey {

  private final PGPSecretKeyRing ring;

  private SigningKey(PGPSecretKeyRing ring) {
    this.ring = ring;
  }

  /** Reads the public part of a secret key in ASCII; its passphrase is not needed. */
  static SigningKey of(String armored) throws IOException, PGPException {
    byte[] bytes = armored.getBytes(StandardCharsets.US_ASCII);
    try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(bytes))) {
      return new SigningKey(new PGPSecretKeyRing(in, new BcKeyFingerprintCalculator()));
    }
  }

  /** {@return true if the detached signature is a signature of this key over the file} */
  boolean hasSigned(Path file, Path detached) throws IOException {
    byte[] content = Files.readAllBytes(file);
    byte[] signature = Files.readAllBytes(detached);
    try {
      return verify(content, signature);
    } catch (PGPException | IOException | RuntimeException e) {
      // Bouncy Castle throws any of these exceptions for bytes that are no signature.
      return false;
    }
  }

  private boolean verify(byte[] content, byte[] detached) throws IOException, PGPException {
    try (InputStream in = PGPUtil.getDecoderStream(new ByteArrayInputStream(detached))) {
      if (!(new BcPGPObjectFactory(in).nextObject() instanceof PGPSignatureList signatures)) {
        return false;
      }
      PGPSignature signature = signatures.get(0);
      @Nullable PGPPublicKey key = ring.getPublicKey(signature.getKeyID());
      if (key == null) {
        return false;
      }
      signature.init(new BcPGPContentVerifierBuilderProvider(), key);
      signature.update(content);
      return signature.verify();
    }
  }
}
