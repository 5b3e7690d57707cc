// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Compares the files of a staging folder with the files of a release: none is missing, there are no
 * others, and each has a signature and checksums.
 */
final class StagedFiles {

  private static final Map<String, String> CHECKSUMS = Map.of(".md5", "MD5", ".sha1", "SHA-1");
  private static final String SIGNATURE = ".asc";

  private final Path staging;
  private final SigningKey key;

  StagedFiles(Path staging, SigningKey key) {
    this.staging = staging;
    this.key = key;
  }

  List<String> findings(List<Published> modules, String version) throws IOException {
    var findings = new ArrayList<String>();
    var known = new HashSet<Path>();
    for (Published module : modules) {
      for (String name : module.files(version).toList()) {
        Path file = module.folder(version).resolve(name);
        known.addAll(withCompanions(file));
        findings.addAll(findings(file));
      }
    }
    try (Stream<Path> all = Files.walk(staging)) {
      all.filter(Files::isRegularFile)
          .map(staging::relativize)
          .filter(file -> !known.contains(file) && !isIndex(file))
          .sorted()
          .forEach(file -> findings.add(file + " is not a file of a published module"));
    }
    return findings;
  }

  private List<String> findings(Path file) throws IOException {
    var findings = new ArrayList<String>();
    for (Path needed : needed(file)) {
      if (!Files.isRegularFile(staging.resolve(needed))) {
        findings.add(needed + " is missing");
      }
    }
    if (!findings.isEmpty()) {
      return findings;
    }
    for (var checksum : CHECKSUMS.entrySet()) {
      Path written = beside(file, checksum.getKey());
      if (!Files.readString(staging.resolve(written)).strip().equals(digest(file, checksum))) {
        findings.add(written + " is the checksum of another file");
      }
    }
    if (!key.hasSigned(staging.resolve(file), staging.resolve(beside(file, SIGNATURE)))) {
      findings.add(beside(file, SIGNATURE) + " is no signature of this file by this key");
    }
    return findings;
  }

  private String digest(Path file, Map.Entry<String, String> checksum) throws IOException {
    try {
      byte[] digest =
          MessageDigest.getInstance(checksum.getValue())
              .digest(Files.readAllBytes(staging.resolve(file)));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Set<Path> needed(Path file) {
    var needed = new TreeSet<>(Set.of(file, beside(file, SIGNATURE)));
    CHECKSUMS.keySet().forEach(ending -> needed.add(beside(file, ending)));
    return needed;
  }

  /** Includes the checksums of signatures, which only some versions of Maven create. */
  private static Set<Path> withCompanions(Path file) {
    Set<Path> all = needed(file);
    CHECKSUMS.keySet().forEach(ending -> all.add(beside(file, SIGNATURE + ending)));
    return all;
  }

  /**
   * {@return true for a list of versions in a folder, because the publishing repository writes its
   * own}
   */
  static boolean isIndex(Path file) {
    return file.getFileName().toString().startsWith("maven-metadata");
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }
}
