// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.authorizationserver;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.web.util.HtmlUtils;

/**
 * A form on one of {@link Pages}. The parser supports only the HTML of these pages, where
 * attributes are in double quotes and {@code name} comes before {@code value}.
 *
 * @param action the URL to which the form is posted
 * @param hidden the fields that are always posted
 * @param checkboxes the fields that the user may select
 * @param buttons the fields that the buttons with a name add
 */
record HtmlForm(String action, List<Field> hidden, List<Field> checkboxes, List<Field> buttons) {

  /** A name and its value, as the browser sends them. */
  record Field(String name, String value) {}

  private static final Pattern FORM =
      Pattern.compile("(?s)<form [^>]*action=\"([^\"]*)\".*?</form>");
  private static final String NAME_AND_VALUE = "[^>]*name=\"([^\"]*)\" value=\"([^\"]*)\"";

  /** Returns the forms of a page in their order; may be empty. */
  static List<HtmlForm> in(String page) {
    return FORM.matcher(page).results().map(form -> parse(form.group(1), form.group())).toList();
  }

  private static HtmlForm parse(String action, String html) {
    return new HtmlForm(
        HtmlUtils.htmlUnescape(action),
        fields(html, "<input type=\"hidden\""),
        fields(html, "<input type=\"checkbox\""),
        fields(html, "<button"));
  }

  private static List<Field> fields(String html, String tag) {
    Matcher matcher = Pattern.compile(Pattern.quote(tag) + NAME_AND_VALUE).matcher(html);
    return matcher
        .results()
        .map(
            found ->
                new Field(
                    HtmlUtils.htmlUnescape(found.group(1)), HtmlUtils.htmlUnescape(found.group(2))))
        .toList();
  }

  /** Returns the body that the form sends with these checkboxes selected. */
  String submit(Predicate<String> ticked) {
    return encode(
        Stream.of(
                hidden,
                checkboxes.stream().filter(box -> ticked.test(box.value())).toList(),
                buttons)
            .flatMap(List::stream));
  }

  /** Returns the body that the form sends with these fields filled in. */
  String submit(Field... filled) {
    return encode(Stream.concat(hidden.stream(), Stream.of(filled)));
  }

  private static String encode(Stream<Field> fields) {
    return fields
        .map(field -> encode(field.name()) + "=" + encode(field.value()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
