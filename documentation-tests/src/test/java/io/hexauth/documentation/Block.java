// SPDX-License-Identifier: Apache-2.0
package io.hexauth.documentation;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.ToolProvider;

/**
 * Java block of a page: imports, then statements. It becomes the body of a method of a subclass of
 * {@link Given}, whose fields are the names that the text around a block explains.
 *
 * @param page the path of the page, relative to the repository
 * @param number the number of the block on its page, from 1
 * @param text the text of the block
 */
record Block(String page, int number, String text) {

  /**
   * Addresses on the pages. When a block runs, they are replaced by those of {@link Surroundings}.
   */
  private static final String SERVER = "https://login.example";

  private static final String API = "https://api.example";

  /**
   * Discovery in the registration of a tenant. It reaches public addresses only, and the test
   * server has none.
   */
  private static final String TENANT = ".discover(server)";

  private static final Pattern JAVA = Pattern.compile("(?m)^( *)```java\n((?s).*?)^ *```");
  private static final Pattern IMPORT = Pattern.compile("(?m)^import .*;$");
  private static final Pattern LOCAL =
      Pattern.compile("(?m)^(?:var|boolean|int|[A-Z]\\w*(?:<[^=]*>)?) (\\w+) = ");

  /** {@return the blocks of a page, in order} */
  static List<Block> in(Path repository, Path page) {
    try {
      String text = Files.readString(page);
      String name = repository.relativize(page).toString();
      List<String> found =
          JAVA.matcher(text)
              .results()
              .map((MatchResult block) -> outdented(block.group(1), block.group(2)))
              .toList();
      return IntStream.range(0, found.size())
          .mapToObj(i -> new Block(name, i + 1, found.get(i)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the indentation of a block in a numbered list. */
  private static String outdented(String indent, String block) {
    return block
        .lines()
        .map(line -> line.replaceFirst("^" + indent, ""))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  /**
   * Compiles the block, with its imports added, and runs it.
   *
   * @return its result, or the last local variable of the outermost level
   */
  Optional<Object> run(Given given, Path folder) throws Exception {
    Path source = Files.writeString(folder.resolve("Shown.java"), source(given));
    compile(source, folder);
    try (var loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, Given.class.getClassLoader())) {
      Class<?> shown = loader.loadClass("Shown");
      return Optional.ofNullable(
          shown.getMethod("run").invoke(shown.getConstructor(Given.class).newInstance(given)));
    } catch (InvocationTargetException e) {
      throw new AssertionError(this + " fails", e.getCause());
    }
  }

  /** {@return true if the block is a whole program, which {@link Program} runs} */
  boolean isProgram() {
    return text.contains("public static void main(");
  }

  /** {@return true if the block is another whole class of an application} */
  boolean isPart() {
    return text.contains("public class ") && !isProgram();
  }

  /** {@return true if the block is a whole class with tests, which {@link TestClass} runs} */
  boolean isTestClass() {
    return text.contains("@Test\n");
  }

  /** {@return the text with the addresses of the test servers} */
  String at(String issuer, String api) {
    return text.replace(SERVER, issuer)
        .replace(API, api)
        .replace(TENANT, TENANT + ".allowPrivateEndpoints(server)");
  }

  /** Compiles a source that was made from this block. */
  void compile(Path source, Path classes) {
    var errors = new StringWriter();
    var compiler = ToolProvider.getSystemJavaCompiler();
    boolean compiles =
        compiler
            .getTask(
                errors,
                null,
                null,
                List.of("-d", classes.toString(), "-proc:none", "-Xlint:-options"),
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
            .call();
    if (!compiles) {
      throw new AssertionError(this + " does not compile:\n" + errors);
    }
  }

  /** {@return the number of lines that are not blank, including imports and comments} */
  long all() {
    return text.lines().filter(line -> !line.isBlank()).count();
  }

  /** {@return the number of lines of code: neither blank, nor a comment, nor an import} */
  long lines() {
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("//") && !line.startsWith("import "))
        .count();
  }

  /** {@return the number of imports} */
  long imports() {
    return IMPORT.matcher(text).results().count();
  }

  private String source(Given given) {
    String there = at(given.issuer, given.url);
    Matcher imports = IMPORT.matcher(there);
    String imported = imports.results().map(MatchResult::group).collect(Collectors.joining("\n"));
    String statements = IMPORT.matcher(there).replaceAll("");
    return imported
        + "\npublic class Shown extends "
        + Given.class.getName()
        + " {\n  public Shown("
        + Given.class.getName()
        + " given) { super(given); }\n  public Object run() throws Exception {\n"
        + statements
        + result(statements)
        + "  }\n}\n";
  }

  private static String result(String statements) {
    if (Pattern.compile("(?m)^return ").matcher(statements).find()) {
      return "";
    }
    return LOCAL
        .matcher(statements)
        .results()
        .map(local -> local.group(1))
        .reduce((first, second) -> second)
        .map(name -> "    return " + name + ";\n")
        .orElse("    return null;\n");
  }

  @Override
  public String toString() {
    return page + ", block " + number;
  }
}
