// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A log line with level WARN or ERROR, as the code writes it.
 *
 * @param level the level in lower case
 * @param text the message, with an ellipsis for each value; empty if the code computes it
 * @param type the class that writes it
 */
record LogLine(String level, Optional<String> text, String type) {

  private static final Pattern CALL =
      Pattern.compile(
          "LOG(\\.|::)(warn|error)\\b\\(?|atLevel\\([^;]*?Level\\.(WARN|ERROR)[^;]*?\\.log\\(");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ADOPTED = Pattern.compile("\\G\\s*\\+?\\s*" + LITERAL.pattern());
  private static final Pattern PUBLISHED = Pattern.compile("(adapter|oauth)-[^/]*/src/main/.*java");

  /** {@return the lines of every published module except the test kit} */
  static Stream<LogLine> all() {
    return Repository.files().stream()
        .filter(file -> PUBLISHED.matcher(file.toString().replace('\\', '/')).matches())
        .filter(file -> !file.startsWith("oauth-testkit"))
        .flatMap(file -> in(type(file), Repository.read(file)));
  }

  private static String type(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  static Stream<LogLine> in(String type, String source) {
    return source.contains("org.slf4j.Logger")
        ? CALL.matcher(source).results().map(call -> of(call, type, source))
        : Stream.empty();
  }

  private static LogLine of(MatchResult call, String type, String source) {
    String level = call.group().toLowerCase(Locale.ROOT).contains("error") ? "error" : "warn";
    var literals = ADOPTED.matcher(source).region(call.end(), source.length());
    String text = literals.results().map(literal -> literal.group(1)).collect(Collectors.joining());
    return new LogLine(
        level,
        Optional.of(text.replace("{}", "…").replace("Client registration '…': ", ""))
            .filter(message -> !message.replace("…", "").isEmpty()),
        type);
  }
}
