// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import io.hexauth.domain.authorization.Form;
import io.hexauth.domain.internal.grant.ResponseBody;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * Reader of the bodies of answers. JSON is recognised by its content, because the content types of
 * token endpoints are unreliable. A form is accepted only if the content type names it.
 */
public final class JsonBodies {

  private static final List<String> FORM_BEGINNINGS =
      List.of("access_token=", "token_type=", "expires_in=", "refresh_token=", "scope=", "error=");

  private JsonBodies() {}

  /** Reads a body. The method never throws, whatever the server sent. */
  public static ResponseBody read(String contentType, byte[] body) {
    int start = firstVisible(body);
    if (start == body.length) {
      return new ResponseBody.Unreadable("its body is empty");
    }
    return switch (body[start]) {
      case '{' -> json(body);
      case '[' -> new ResponseBody.Unreadable("its body is a JSON array, not an object");
      case '<' -> new ResponseBody.Unreadable("its body is HTML or XML");
      default -> isUtf16(body) ? json(body) : form(contentType, body, start);
    };
  }

  private static ResponseBody json(byte[] body) {
    try {
      byte[] text = isUtf16(body) || isUtf8(body) ? body : fromLatin1(body);
      return new ResponseBody.Members(Json.parse(text).plain(), ResponseBody.Syntax.JSON);
    } catch (JacksonException | IllegalArgumentException e) {
      // The message of Jackson quotes the body. This one only describes the problem.
      return new ResponseBody.Unreadable(
          "its body is not a well-formed JSON object, or is over a" + " limit");
    }
  }

  private static ResponseBody form(String contentType, byte[] body, int start) {
    String text = new String(body, start, body.length - start, StandardCharsets.UTF_8).strip();
    if (!isForm(contentType, text)) {
      return new ResponseBody.Unreadable("its body is neither JSON nor a form");
    }
    if (text.chars().filter(c -> c == '&').skip(Json.MOST_MEMBERS - 1L).findAny().isPresent()) {
      return new ResponseBody.Unreadable("its body is a form with too many parameters");
    }
    try {
      Map<String, Object> members = new LinkedHashMap<>();
      for (var parameter : Form.decode(text).parameters().entrySet()) {
        if (parameter.getValue().size() > 1) {
          return new ResponseBody.Unreadable("its body contains a parameter twice");
        }
        members.put(parameter.getKey(), parameter.getValue().get(0));
      }
      return new ResponseBody.Members(members, ResponseBody.Syntax.FORM);
    } catch (IllegalArgumentException e) {
      return new ResponseBody.Unreadable("its body is a form with broken percent-encoding");
    }
  }

  /**
   * Returns true if the content type is that of a form. Old providers send forms as {@code
   * text/plain}. This type is accepted only if the body begins like a token response, because an
   * error page may repeat parts of the request.
   */
  private static boolean isForm(String contentType, String text) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.equals("application/x-www-form-urlencoded")
        || (type.equals("text/plain") && FORM_BEGINNINGS.stream().anyMatch(text::startsWith));
  }

  private static boolean isUtf8(byte[] body) {
    return isAscii(body) || isDecodable(body);
  }

  /**
   * Returns true if the body is ASCII, as most answers are. It then need not be decoded for the
   * check.
   */
  private static boolean isAscii(byte[] body) {
    for (byte b : body) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDecodable(byte[] body) {
    try {
      CharBuffer unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * Converts a body from ISO 8859-1, so that an accented name from an old provider does not make
   * its token unreadable.
   */
  private static byte[] fromLatin1(byte[] body) {
    return new String(body, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isUtf16(byte[] body) {
    return body.length > 1 && (body[0] == 0 || body[1] == 0 || (body[0] & 0xFE) == 0xFE);
  }

  /** Skips white space and a UTF-8 byte order mark. */
  private static int firstVisible(byte[] body) {
    int i = startsWithMark(body) ? 3 : 0;
    while (i < body.length
        && (body[i] == ' ' || body[i] == '\t' || body[i] == '\r' || body[i] == '\n')) {
      i++;
    }
    return i;
  }

  private static boolean startsWithMark(byte[] body) {
    return body.length > 2
        && body[0] == (byte) 0xEF
        && body[1] == (byte) 0xBB
        && body[2] == (byte) 0xBF;
  }
}
