// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.closed;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Sources of this repository, and a compiler for changed copies. */
final class Sources {

  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();

  private Sources() {}

  /** {@return the file of a class in a module's main sources} */
  static Path file(String module, String name) {
    return ROOT.resolve(module + "/src/main/java/" + name.replace('.', '/') + ".java");
  }

  /** {@return the main sources of every module that applications run} */
  static List<Path> production() {
    try (var modules = Files.list(ROOT)) {
      return modules
          .filter(m -> m.getFileName().toString().matches("oauth-(domain|ports|core)|adapter-.*"))
          .map(m -> m.resolve("src/main/java"))
          .flatMap(Sources::below)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> below(Path folder) {
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@return the syntax trees of these files} */
  static Iterable<? extends CompilationUnitTree> parsed(List<Path> files) {
    var sources = files.stream().map(file -> new Source(file, read(file))).toList();
    try {
      return ((JavacTask) JAVAC.getTask(null, null, null, null, null, sources)).parse();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * {@return the errors that the compiler reports for these sources; all other classes are compiled
   * already}
   */
  static List<String> errors(Path output, List<Source> sources) {
    var found = new DiagnosticCollector<JavaFileObject>();
    var options =
        List.of(
            "-d",
            output.toString(),
            "-classpath",
            System.getProperty("java.class.path"),
            "-sourcepath",
            "",
            "-proc:none");
    JAVAC.getTask(null, null, found, options, null, sources).call();
    return found.getDiagnostics().stream()
        .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
        .map(message -> message.getMessage(Locale.ROOT))
        .toList();
  }

  /** A source file, possibly changed. */
  static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(Path file, String text) {
      super(URI.create(file.toUri().toString()), Kind.SOURCE);
      this.text = text;
    }

    static Source of(Path file) {
      return new Source(file, read(file));
    }

    /** {@return a copy with a text inserted after the first occurrence of another text} */
    Source with(String behind, String more) {
      int place = text.indexOf(behind);
      if (place < 0) {
        throw new IllegalArgumentException("Not in " + getName() + ": " + behind);
      }
      int end = place + behind.length();
      return new Source(
          Path.of(toUri()), text.substring(0, end) + "\n" + more + "\n" + text.substring(end));
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
