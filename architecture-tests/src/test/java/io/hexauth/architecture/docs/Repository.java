// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Files of this repository, without those that a build or a tool creates. */
final class Repository {

  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final String GITHUB = ".github";
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

  private Repository() {}

  /** {@return every file, by its path from the root} */
  static List<Path> files() {
    return files(ROOT);
  }

  static List<Path> files(Path root) {
    var files = new ArrayList<Path>();
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              String name = folder.getFileName().toString();
              boolean skipped =
                  !folder.equals(root)
                      && !name.equals(GITHUB)
                      && (name.startsWith(".") || NOT_OURS.contains(name));
              return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(root.relativize(file));
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  static List<Path> documents() {
    return files().stream().filter(file -> file.toString().endsWith(".md")).sorted().toList();
  }

  static String read(Path file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
