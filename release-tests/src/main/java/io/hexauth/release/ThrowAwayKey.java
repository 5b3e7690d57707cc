// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.generators.RSAKeyPairGenerator;
import org.bouncycastle.crypto.params.RSAKeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** Prints an OpenPGP key for one rehearsal of a release. The key is written to no file. */
final class ThrowAwayKey {

  private static final BigInteger EXPONENT = BigInteger.valueOf(65537);

  private ThrowAwayKey() {}

  public static void main(String[] args) throws PGPException, IOException {
    System.out.print(armored(3072));
  }

  /** {@return a secret key with its public part, in ASCII, without a passphrase} */
  static String armored(int bits) throws PGPException, IOException {
    var generator = new RSAKeyPairGenerator();
    generator.init(new RSAKeyGenerationParameters(EXPONENT, new SecureRandom(), bits, 100));
    PGPKeyPair pair =
        new BcPGPKeyPair(
            PublicKeyPacket.VERSION_4,
            PublicKeyAlgorithmTags.RSA_GENERAL,
            generator.generateKeyPair(),
            Date.from(Instant.now()));
    var ring =
        new PGPKeyRingGenerator(
            PGPSignature.POSITIVE_CERTIFICATION,
            pair,
            "Hexauth release rehearsal, not a key of the maintainers",
            new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
            null,
            null,
            new BcPGPContentSignerBuilder(
                pair.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
            null);
    var bytes = new ByteArrayOutputStream();
    try (var armor = new ArmoredOutputStream(bytes)) {
      ring.generateSecretKeyRing().encode(armor);
    }
    return bytes.toString(StandardCharsets.US_ASCII);
  }
}
