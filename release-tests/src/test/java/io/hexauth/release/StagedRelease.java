// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPSecretKeyRing;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPUtil;
import org.bouncycastle.openpgp.operator.bc.BcKeyFingerprintCalculator;
import org.bouncycastle.openpgp.operator.bc.BcPBESecretKeyDecryptorBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;

/**
 * Complete release of a root, a BOM and one jar. It is in memory until it is written, so that tests
 * can damage it.
 */
final class StagedRelease {

  static final String VERSION = "1.0.0";
  static final List<Published> MODULES =
      List.of(Published.root("root"), Published.bom("bom"), Published.code("core"));

  private static final String METADATA =
      """
      <url>u</url>
      <licenses><license><name>l</name><url>u</url></license></licenses>
      <developers><developer><name>d</name></developer></developers>
      <scm><connection>c</connection><url>u</url></scm>
      """;

  private final String key;
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  StagedRelease(String key) {
    this.key = key;
    put("root", ".pom", pom("<name>n</name><description>d</description>" + METADATA));
    put("root", "-cyclonedx.json", components("io.hexauth/root"));
    put("bom", ".pom", pom("<name>n</name><description>d</description>" + METADATA));
    put(
        "core",
        ".pom",
        pom(
            """
            <parent><groupId>io.hexauth</groupId><artifactId>root</artifactId></parent>
            <name>n</name><description>d</description>
            <dependencies>
              <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-api</artifactId></dependency>
              <dependency>
                <groupId>io.hexauth</groupId><artifactId>test-servers</artifactId><scope>test</scope>
              </dependency>
            </dependencies>
            """));
    jar(
        "core",
        ".jar",
        "io/hexauth/A.class",
        "io/hexauth/A$B.class",
        "META-INF/versions/17/module-info.class");
    jar("core", "-sources.jar", "io/hexauth/A.java");
    jar("core", "-javadoc.jar", "index.html");
    put("core", "-cyclonedx.json", components("io.hexauth/core", "org.slf4j/slf4j-api"));
  }

  static String pom(String content) {
    return "<project>" + content + "</project>";
  }

  static String components(String... names) {
    return String.join(
        ",", Stream.of(names).map(name -> "\"pkg:maven/" + name + "@1?type=jar\"").toList());
  }

  static String path(String artifact, String ending) {
    return "io/hexauth/%s/%s/%s-%s%s".formatted(artifact, VERSION, artifact, VERSION, ending);
  }

  StagedRelease put(String artifact, String ending, String content) {
    files.put(path(artifact, ending), content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  StagedRelease replace(String artifact, String ending, String old, String changed) {
    String content = new String(files.get(path(artifact, ending)), StandardCharsets.UTF_8);
    if (!content.contains(old)) {
      throw new IllegalArgumentException(old);
    }
    return put(artifact, ending, content.replace(old, changed));
  }

  StagedRelease jar(String artifact, String ending, String... entries) {
    var bytes = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(bytes)) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    files.put(path(artifact, ending), bytes.toByteArray());
    return this;
  }

  /** Writes the files with checksums, signatures and their checksums. */
  Path write(Path staging) throws IOException, PGPException, NoSuchAlgorithmException {
    for (var file : files.entrySet()) {
      Path written = staging.resolve(file.getKey());
      Files.createDirectories(written.getParent());
      writeWithChecksums(written, file.getValue());
      writeWithChecksums(Path.of(written + ".asc"), signature(key, file.getValue()));
    }
    Files.writeString(staging.resolve("io/hexauth/core/maven-metadata.xml"), "<metadata/>");
    return staging;
  }

  static byte[] signature(String key, byte[] content) throws IOException, PGPException {
    var ring =
        new PGPSecretKeyRing(
            PGPUtil.getDecoderStream(
                new ByteArrayInputStream(key.getBytes(StandardCharsets.US_ASCII))),
            new BcKeyFingerprintCalculator());
    var generator =
        new PGPSignatureGenerator(
            new BcPGPContentSignerBuilder(
                ring.getPublicKey().getAlgorithm(), HashAlgorithmTags.SHA512),
            ring.getPublicKey());
    generator.init(
        PGPSignature.BINARY_DOCUMENT,
        ring.getSecretKey()
            .extractPrivateKey(
                new BcPBESecretKeyDecryptorBuilder(new BcPGPDigestCalculatorProvider())
                    .build(new char[0])));
    generator.update(content);
    var bytes = new ByteArrayOutputStream();
    try (var armor = new ArmoredOutputStream(bytes)) {
      generator.generate().encode(armor);
    }
    return bytes.toByteArray();
  }

  private static void writeWithChecksums(Path file, byte[] content)
      throws IOException, NoSuchAlgorithmException {
    Files.write(file, content);
    Files.writeString(Path.of(file + ".md5"), hex("MD5", content));
    Files.writeString(Path.of(file + ".sha1"), hex("SHA-1", content));
  }

  private static String hex(String algorithm, byte[] content) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }
}
