// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.domain.internal.grant.ResponseBody;
import io.hexauth.domain.internal.grant.ResponseBody.Members;
import io.hexauth.domain.internal.grant.ResponseBody.Syntax;
import io.hexauth.domain.internal.grant.ResponseBody.Unreadable;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results of reading bytes, whatever their content type is; each row has its exact result. */
class JsonBodiesTest {

  private static final String JSON = "{\"access_token\":\"tök\",\"expires_in\":60}";
  private static final Members JSON_READ =
      new Members(Map.of("access_token", "tök", "expires_in", 60), Syntax.JSON);

  private static final String FORM = "access_token=t%C3%B6k&expires_in=60&scope=a+b";
  private static final Members FORM_READ =
      new Members(Map.of("access_token", "tök", "expires_in", "60", "scope", "a b"), Syntax.FORM);

  private static final String FORM_TYPE = "application/x-www-form-urlencoded";

  private static final Unreadable EMPTY = new Unreadable("its body is empty");
  private static final Unreadable ARRAY = new Unreadable("its body is a JSON array, not an object");
  private static final Unreadable MARKUP = new Unreadable("its body is HTML or XML");
  private static final Unreadable BAD_JSON =
      new Unreadable("its body is not a well-formed JSON object, or is over a limit");
  private static final Unreadable NEITHER = new Unreadable("its body is neither JSON nor a form");
  private static final Unreadable TWICE = new Unreadable("its body contains a parameter twice");
  private static final Unreadable BAD_FORM =
      new Unreadable("its body is a form with broken percent-encoding");

  private static final Unreadable TOO_MANY =
      new Unreadable("its body is a form with too many parameters");

  private static Arguments row(String name, String text, Charset charset, ResponseBody outcome) {
    return Arguments.of(name, text.getBytes(charset), outcome);
  }

  static Stream<Arguments> encodings() {
    return Stream.of(
        row("UTF-8", JSON, UTF_8, JSON_READ),
        row("UTF-8 with a byte order mark", "\uFEFF" + JSON, UTF_8, JSON_READ),
        row("a byte order mark, then white space", "\uFEFF \n" + JSON, UTF_8, JSON_READ),
        row("UTF-16LE", JSON, UTF_16LE, JSON_READ),
        row("UTF-16LE with a byte order mark", "\uFEFF" + JSON, UTF_16LE, JSON_READ),
        row("UTF-16LE after white space", " \r\n" + JSON, UTF_16LE, JSON_READ),
        row("UTF-16BE", JSON, UTF_16BE, JSON_READ),
        row("UTF-16BE with a byte order mark", "\uFEFF" + JSON, UTF_16BE, JSON_READ),
        row("UTF-16BE after white space", " \r\n" + JSON, UTF_16BE, JSON_READ),
        row("Latin 1, as some old providers write names", JSON, ISO_8859_1, JSON_READ),
        row("UTF-8 cut within a character", "{\"a\":\"\u00C3", ISO_8859_1, BAD_JSON),
        row(
            "an overlong encoding, which is no slash",
            "{\"a\":\"\u00C0\u00AF\"}",
            ISO_8859_1,
            new Members(Map.of("a", "\u00C0\u00AF"), Syntax.JSON)),
        row(
            "an encoded surrogate, which is text",
            "{\"a\":\"\u00ED\u00A0\u0080\"}",
            ISO_8859_1,
            new Members(Map.of("a", "\u00ED\u00A0\u0080"), Syntax.JSON)),
        row(
            "half a byte order mark, and no form",
            "\u00EF\u00BBx=1&access_token=a",
            ISO_8859_1,
            NEITHER),
        row("no byte order mark: its first byte", "x\u00BB\u00BF" + JSON, ISO_8859_1, NEITHER),
        row("no byte order mark: its second byte", "\u00EFx\u00BF" + JSON, ISO_8859_1, NEITHER),
        row("no byte order mark: its third byte", "\u00EF\u00BBx" + JSON, ISO_8859_1, NEITHER),
        row("a third of a byte order mark, and nothing more", "\u00EF", ISO_8859_1, NEITHER),
        row("half a byte order mark, and nothing more", "\u00EF\u00BB", ISO_8859_1, NEITHER),
        row("a byte order mark in no byte order", "\u0000\u0000\u00FF\u00FE", ISO_8859_1, BAD_JSON),
        row("zero bytes", "\u0000\u0000\u0000\u0000", ISO_8859_1, BAD_JSON));
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        row("leading and trailing white space", " \t\r\n" + JSON + "\r\n ", UTF_8, JSON_READ),
        row("an empty object", "{}", UTF_8, new Members(Map.of(), Syntax.JSON)),
        row(
            "null members are absent",
            "{\"a\":null,\"b\":[null,1],\"c\":{\"d\":null},\"e\":true}",
            UTF_8,
            new Members(Map.of("b", List.of(1), "c", Map.of(), "e", true), Syntax.JSON)),
        row("nothing", "", UTF_8, EMPTY),
        row("white space only", " \t\r\n", UTF_8, EMPTY),
        row("a byte order mark only", "\uFEFF", UTF_8, EMPTY),
        row("null", "null", UTF_8, NEITHER),
        row("a JSON string", "\"access_token\"", UTF_8, NEITHER),
        row("a number", "42", UTF_8, NEITHER),
        row("an array", "[" + JSON + "]", UTF_8, ARRAY),
        row("an array after white space", "\n [1]", UTF_8, ARRAY),
        row("HTML", "<!DOCTYPE html><p>access_token=x", UTF_8, MARKUP),
        row("XML", "\uFEFF<?xml version='1.0'?><a/>", UTF_8, MARKUP),
        row("plain words", "Service Unavailable", UTF_8, NEITHER),
        row("JSON that is cut", JSON.substring(0, 20), UTF_8, BAD_JSON),
        row("JSON and more", JSON + "x", UTF_8, BAD_JSON),
        row("two objects", JSON + JSON, UTF_8, BAD_JSON),
        row("a member twice", "{\"a\":1,\"a\":1}", UTF_8, BAD_JSON),
        row("a member twice, spelt in two ways", "{\"a\":1,\"\\u0061\":2}", UTF_8, BAD_JSON),
        row("a member twice, and null before", "{\"a\":null,\"a\":1}", UTF_8, BAD_JSON),
        row("a member twice, and null after", "{\"a\":1,\"a\":null}", UTF_8, BAD_JSON),
        row("a member twice in a list", "{\"l\":[{\"a\":1,\"a\":2}]}", UTF_8, BAD_JSON),
        row("a member twice further in", "{\"o\":{\"a\":1,\"a\":2}}", UTF_8, BAD_JSON),
        row("not a number", "{\"a\":NaN}", UTF_8, BAD_JSON),
        row("a comment", "{/**/\"a\":1}", UTF_8, BAD_JSON));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"encodings", "texts"})
  void readShouldSayExactlyWhatABodyIs(String name, byte[] body, ResponseBody outcome) {
    assertThat(JsonBodies.read("application/json", body)).isEqualTo(outcome);
    assertThat(JsonBodies.read("", body)).isEqualTo(outcome);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "application/json;charset=ISO-8859-1",
        "text/html",
        "text/plain; charset=utf-8",
        "text/javascript",
        FORM_TYPE,
        "nonsense",
        ""
      })
  void readShouldTakeJsonUnderAnyContentType(String contentType) {
    assertThat(JsonBodies.read(contentType, JSON.getBytes(UTF_8))).isEqualTo(JSON_READ);
  }

  static Stream<Arguments> forms() {
    return Stream.of(
        row("a form", FORM, UTF_8, FORM_READ),
        row("a form with a byte order mark", "\uFEFF" + FORM, UTF_8, FORM_READ),
        row("a form in white space", "\r\n " + FORM + "\r\n", UTF_8, FORM_READ),
        row("an error", "error=x", UTF_8, new Members(Map.of("error", "x"), Syntax.FORM)),
        row("a parameter twice", "access_token=a&access_token=a", UTF_8, TWICE),
        row("an unknown parameter twice", "access_token=a&x=1&%78=2", UTF_8, TWICE),
        row("broken percent-encoding", "access_token=%zz", UTF_8, BAD_FORM),
        row(
            "the type first",
            "token_type=bearer&access_token=a",
            UTF_8,
            new Members(Map.of("token_type", "bearer", "access_token", "a"), Syntax.FORM)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("forms")
  void readShouldTakeAFormWhereItIsDeclaredOrPlainTextThatBeginsAsOne(
      String name, byte[] body, ResponseBody outcome) {
    assertThat(JsonBodies.read(FORM_TYPE, body)).isEqualTo(outcome);
    assertThat(JsonBodies.read("Application/X-WWW-Form-URLencoded ; charset=UTF-8", body))
        .isEqualTo(outcome);
    assertThat(JsonBodies.read("text/plain", body)).isEqualTo(outcome);
    assertThat(JsonBodies.read("Text/Plain; charset=utf-8", body)).isEqualTo(outcome);
  }

  /** Pages that repeat a code, which was made to look like an answer. */
  static Stream<String> echoes() {
    String code = "x&access_token=chosen.by.the.sender&token_type=bearer";
    return Stream.of(
        code,
        "Unknown code " + code,
        "code=" + code,
        " " + code,
        "\"" + code + "\"",
        "null&" + code,
        "error_description=" + code);
  }

  @ParameterizedTest
  @MethodSource("echoes")
  void readShouldNotTakeAnEchoOfTheCodeForAFormUnlessItIsDeclared(String body) {
    for (String type :
        List.of(
            "application/json",
            "application/json; note=application/x-www-form-urlencoded",
            "text/html",
            "text/html; charset=utf-8",
            "text/plain",
            "application/octet-stream",
            "application/xml",
            "multipart/form-data",
            "x-www-form-urlencoded",
            "nonsense",
            "")) {
      assertThat(JsonBodies.read(type, body.getBytes(UTF_8))).as(type).isEqualTo(NEITHER);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/html", "application/octet-stream", "nonsense", ""})
  void readShouldNotTakeAFormUnderAnotherContentType(String contentType) {
    assertThat(JsonBodies.read(contentType, FORM.getBytes(UTF_8))).isEqualTo(NEITHER);
    assertThat(JsonBodies.read(contentType, "error=x".getBytes(UTF_8))).isEqualTo(NEITHER);
  }

  @ParameterizedTest
  @CsvSource({"null, null, ''", "code=x, code, x", "x, x, ''"})
  void readShouldTakeAnythingElseAsAFormOnlyWhereItIsDeclared(
      String text, String name, String value) {
    byte[] body = text.getBytes(UTF_8);

    assertThat(JsonBodies.read(FORM_TYPE, body))
        .isEqualTo(new Members(Map.of(name, value), Syntax.FORM));
    assertThat(JsonBodies.read("text/plain", body)).isEqualTo(NEITHER);
    assertThat(JsonBodies.read("", body)).isEqualTo(NEITHER);
  }

  static Stream<Arguments> oversized() {
    int deep = 100_000;
    return Stream.of(
        row("objects in objects", "{\"a\":".repeat(deep) + "1" + "}".repeat(deep), UTF_8, BAD_JSON),
        row("objects never closed", "{\"a\":".repeat(deep), UTF_8, BAD_JSON),
        row("arrays", "{\"a\":" + "[".repeat(deep) + "]".repeat(deep) + "}", UTF_8, BAD_JSON),
        row("a level too deep", nested(65), UTF_8, BAD_JSON),
        row("an integer of a digit too many", "{\"a\":" + "9".repeat(401) + "}", UTF_8, BAD_JSON),
        row("a fraction of a digit too many", "{\"a\":0." + "9".repeat(401) + "}", UTF_8, BAD_JSON),
        row("a name too long by one", "{\"" + "a".repeat(4097) + "\":1}", UTF_8, BAD_JSON),
        row("an integer", "{\"a\":" + "9".repeat(deep) + "}", UTF_8, BAD_JSON),
        row("a fraction", "{\"a\":0." + "9".repeat(deep) + "}", UTF_8, BAD_JSON),
        row("an exponent", "{\"a\":1e" + "9".repeat(deep) + "}", UTF_8, BAD_JSON),
        row("a name", "{\"" + "a".repeat(deep) + "\":1}", UTF_8, BAD_JSON));
  }

  @Timeout(20)
  @ParameterizedTest(name = "{0}")
  @MethodSource("oversized")
  void readShouldRefuseWhatIsOutOfBounds(String name, byte[] body, ResponseBody outcome) {
    assertThat(JsonBodies.read("application/json", body)).isEqualTo(outcome);
  }

  @Test
  void readShouldTakeWhatIsJustWithinBounds() {
    assertThat(JsonBodies.read("", nested(64).getBytes(UTF_8))).isInstanceOf(Members.class);
    assertThat(membersOf("", "{\"a\":" + "9".repeat(400) + "}")).hasSize(1);
    assertThat(membersOf("", "{\"" + "a".repeat(4096) + "\":1}")).hasSize(1);
    assertThat(membersOf("", "{\"a\":\"" + "x".repeat(1024 * 1024) + "\"}")).hasSize(1);
    assertThat(membersOf("", members(10_000))).hasSize(10_000);
    assertThat(membersOf(FORM_TYPE, form(10_000))).hasSize(10_000);
  }

  static Stream<Arguments> plenty() {
    return Stream.of(
        row("a member too many", members(10_001), UTF_8, BAD_JSON),
        row("80,000 members", members(80_000), UTF_8, BAD_JSON),
        row("a million members", members(1_000_000), UTF_8, BAD_JSON),
        row("80,000 elements", "{\"a\":" + repeated("1", 80_000, "[", "]") + "}", UTF_8, BAD_JSON),
        row("80,000 empty objects", "{\"a\":" + repeated("{}", 80_000, "[", "]"), UTF_8, BAD_JSON),
        row("80,000 members further in", "{\"a\":" + members(80_000) + "}", UTF_8, BAD_JSON),
        row("80,000 names with one hash", sameHash(80_000), UTF_8, BAD_JSON),
        row("a parameter too many", form(10_001), UTF_8, TOO_MANY),
        row("a million parameters", form(1_000_000), UTF_8, TOO_MANY),
        row("a million separators", "access_token=a" + "&".repeat(1_000_000), UTF_8, TOO_MANY));
  }

  /** Reading stops at the limit, so it cannot outlast the deadline of the request. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("plenty")
  void readShouldRefuseMoreValuesThanAnyAnswerHas(String name, byte[] body, ResponseBody outcome) {
    assertThat(JsonBodies.read(FORM_TYPE, body)).isEqualTo(outcome);
  }

  private static String nested(int levels) {
    return "{\"a\":".repeat(levels) + "1" + "}".repeat(levels);
  }

  private static String members(int count) {
    return many(i -> "\"m" + i + "\":1", count, ",", "{", "}");
  }

  private static String form(int count) {
    return many(i -> "m" + i + "=1", count, "&", "", "");
  }

  private static String repeated(String value, int count, String before, String after) {
    return many(i -> value, count, ",", before, after);
  }

  /**
   * {@return keys with equal hash codes} "Aa" and "BB" have the same hash code, and so has each
   * sequence of them.
   */
  private static String sameHash(int count) {
    return many(
        i ->
            IntStream.range(0, 17)
                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                .collect(Collectors.joining("", "\"", "\":1")),
        count,
        ",",
        "{",
        "}");
  }

  private static String many(
      IntFunction<String> value, int count, String between, String before, String after) {
    return IntStream.range(0, count)
        .mapToObj(value)
        .collect(Collectors.joining(between, before, after));
  }

  private static Map<String, Object> membersOf(String contentType, String text) {
    var read = JsonBodies.read(contentType, text.getBytes(UTF_8));
    assertThat(read).isInstanceOf(Members.class);
    return ((Members) read).members();
  }
}
