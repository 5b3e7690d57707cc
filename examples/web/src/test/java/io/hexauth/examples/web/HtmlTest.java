// SPDX-License-Identifier: Apache-2.0
package io.hexauth.examples.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "<script>, &lt;script&gt;",
        "a & b, a &amp; b",
        "\" onclick=\", &quot; onclick=&quot;",
        "', &#39;",
        "{}, {}"
      })
  void textShouldBeEscaped(String text, String escaped) {
    assertThat(Html.of("<p title=\"{}\">{}</p>", text, text))
        .hasToString("<p title=\"" + escaped + "\">" + escaped + "</p>");
  }

  @Test
  void htmlShouldStayAsItIs() {
    Html item = Html.of("<li>{}</li>", "<a>");

    assertThat(Html.of("<ul>{}</ul>", Html.join(List.of(item, item))))
        .hasToString("<ul><li>&lt;a&gt;</li><li>&lt;a&gt;</li></ul>");
  }

  @Test
  void templateShouldBeRefusedWhenValuesAreMissingOrLeft() {
    assertThatIllegalArgumentException().isThrownBy(() -> Html.of("{} {}", "one"));
    assertThatIllegalArgumentException().isThrownBy(() -> Html.of("{}", "one", "two"));
  }
}
