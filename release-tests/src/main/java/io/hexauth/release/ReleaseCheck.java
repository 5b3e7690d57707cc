// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.openpgp.PGPException;

/**
 * Checks two builds of one release: {@code ReleaseCheck <sources> <version> <staging folder>
 * <staging folder of the second build>}. The variable {@code MAVEN_GPG_KEY} contains the key of the
 * signatures.
 */
final class ReleaseCheck {

  private ReleaseCheck() {}

  public static void main(String[] args) throws IOException, PGPException {
    Path first = Path.of(args[2]);
    List<Published> modules = Published.of(Path.of(args[0]));
    var key = SigningKey.of(System.getenv("MAVEN_GPG_KEY"));

    var findings = new ArrayList<>(findings(first, modules, args[1], key));
    findings.addAll(TwoBuilds.differences(first, Path.of(args[3])));
    if (findings.isEmpty()) {
      System.out.printf("%d modules are complete, signed and built twice alike%n", modules.size());
    } else {
      findings.forEach(System.err::println);
      System.exit(1);
    }
  }

  static List<String> findings(
      Path staging, List<Published> modules, String version, SigningKey key) throws IOException {
    var findings = new ArrayList<>(new StagedFiles(staging, key).findings(modules, version));
    findings.addAll(new StagedPoms(staging, modules, version).findings());
    findings.addAll(new StagedJars(staging, version).findings(modules));
    return findings;
  }
}
