// SPDX-License-Identifier: Apache-2.0
package io.hexauth.release;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Compares two builds byte by byte. Signatures are left out, because they contain the time of
 * signing.
 */
final class TwoBuilds {

  private TwoBuilds() {}

  static List<String> differences(Path first, Path second) throws IOException {
    SortedMap<String, Path> one = artifacts(first);
    SortedMap<String, Path> other = artifacts(second);
    var all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    var differences = new ArrayList<String>();
    for (String name : all) {
      Path here = one.get(name);
      Path there = other.get(name);
      if (here == null || there == null) {
        differences.add(name + " is in one of the two builds only");
      } else if (Files.mismatch(here, there) >= 0) {
        differences.add(name + " differs between the two builds" + inside(here, there));
      }
    }
    return differences;
  }

  private static SortedMap<String, Path> artifacts(Path staging) throws IOException {
    var artifacts = new TreeMap<String, Path>();
    try (Stream<Path> files = Files.walk(staging)) {
      files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains(".asc") && !StagedFiles.isIndex(file))
          .forEach(file -> artifacts.put(staging.relativize(file).toString(), file));
    }
    return artifacts;
  }

  /** {@return the entry that differs, if the files are jars} */
  private static String inside(Path here, Path there) throws IOException {
    if (!here.toString().endsWith(".jar")) {
      return "";
    }
    try (var one = new ZipFile(here.toFile());
        var other = new ZipFile(there.toFile())) {
      for (ZipEntry entry : one.stream().toList()) {
        ZipEntry same = other.getEntry(entry.getName());
        if (same == null || same.getCrc() != entry.getCrc()) {
          return ": " + entry.getName();
        }
      }
      return ": order, times or names of its entries";
    }
  }
}
