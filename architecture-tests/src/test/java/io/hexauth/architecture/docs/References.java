// SPDX-License-Identifier: Apache-2.0
package io.hexauth.architecture.docs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** References of a Markdown file to its repository, and whether their targets exist. */
final class References {

  private static final Pattern FENCED = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
  private static final Pattern FILE =
      Pattern.compile(
          "[\\w./-]+\\.(md|java|xml|sql|lua|json|properties|sh)|(docs|examples)/[\\w./-]+");

  private final Path root;
  private final Path document;
  private final String text;
  private final Set<String> names;
  private final List<Path> tests;

  /**
   * Names of test classes and contracts. The classes must exist, because documents use them as
   * proofs.
   */
  private static final Pattern TEST = Pattern.compile("[A-Z]\\w*(Test|Contract)");

  /** Names of test methods, except the one that shows the form of their names. */
  private static final Pattern METHOD =
      Pattern.compile("(?:[A-Z]\\w*#)?(?!methodShouldOutcome)([a-z]\\w*Should[A-Z]\\w*)");

  /**
   * @param files all files of the repository
   * @param document the path from the root
   */
  References(Path root, List<Path> files, Path document, String text) {
    this.root = root;
    this.document = document;
    this.text = FENCED.matcher(text).replaceAll("");
    this.names = files.stream().map(f -> f.getFileName().toString()).collect(Collectors.toSet());
    this.tests =
        files.stream().filter(f -> f.toString().matches(".*(Test|Contract)\\.java")).toList();
  }

  /** {@return the references without a target} */
  List<String> broken() {
    var broken = new ArrayList<String>();
    String prose = CODE.matcher(text).replaceAll("");
    LINK.matcher(prose)
        .results()
        .map(found -> found.group(1))
        .filter(link -> !ELSEWHERE.matcher(link).matches() && !leads(link))
        .forEach(broken::add);
    CODE.matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(code -> FILE.matcher(code).matches() && !isThere(code))
        .forEach(broken::add);
    CODE.matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(code -> TEST.matcher(code).matches() && !names.contains(code + ".java"))
        .forEach(broken::add);
    CODE.matcher(text)
        .results()
        .map(found -> METHOD.matcher(found.group(1)))
        .filter(Matcher::matches)
        .map(method -> method.group(1))
        .filter(method -> tests.stream().noneMatch(test -> declares(test, method)))
        .forEach(broken::add);
    return broken;
  }

  private boolean declares(Path test, String method) {
    return Repository.read(root.resolve(test)).contains("void " + method + "(");
  }

  private boolean leads(String link) {
    int fragment = link.indexOf('#');
    String file = fragment < 0 ? link : link.substring(0, fragment);
    Path target = file.isEmpty() ? root.resolve(document) : folder().resolve(file).normalize();
    if (!target.startsWith(root) || !Files.exists(target)) {
      return false;
    }
    return fragment < 0 || headings(target).contains(link.substring(fragment + 1));
  }

  /**
   * {@return the anchors of the headings} They follow GitHub's rules: lower case, hyphens for
   * spaces, no punctuation.
   */
  private List<String> headings(Path target) {
    String there = target.equals(root.resolve(document)) ? text : Repository.read(target);
    return HEADING
        .matcher(FENCED.matcher(there).replaceAll(""))
        .results()
        .map((MatchResult found) -> found.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  private boolean isThere(String file) {
    return (!file.contains("/") && names.contains(file))
        || Files.exists(root.resolve(file))
        || Files.exists(folder().resolve(file));
  }

  private Path folder() {
    Path parent = document.getParent();
    return parent == null ? root : root.resolve(parent);
  }
}
