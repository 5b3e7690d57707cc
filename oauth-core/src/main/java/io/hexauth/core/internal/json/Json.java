// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads JSON within bounds. Values are {@code String}, {@code Number}, {@code Boolean}, {@code
 * List}, {@link JsonObject} and {@link JsonNull}. No class is ever named by data.
 */
final class Json {

  /** So many members may the body of an answer have, fewer if their values are not simple. */
  static final int MOST_MEMBERS = 10_000;

  /** Limits for the answers of servers. Tokens: one for each name, value and bracket. */
  private static final JsonFactory RECEIVED =
      factory(
          StreamReadConstraints.builder()
              .maxNestingDepth(64)
              .maxNumberLength(400)
              .maxNameLength(4096)
              .maxStringLength(4 * 1024 * 1024)
              .maxTokenCount(2L * MOST_MEMBERS + 2));

  /** Wider in every dimension: what was received and stored must be readable for ever. */
  private static final JsonFactory STORED =
      factory(
          StreamReadConstraints.builder()
              .maxNestingDepth(256)
              .maxNumberLength(4000)
              .maxNameLength(64 * 1024)
              .maxStringLength(16 * 1024 * 1024));

  private Json() {}

  private static JsonFactory factory(StreamReadConstraints.Builder constraints) {
    return JsonFactory.builder().streamReadConstraints(constraints.build()).build();
  }

  /**
   * Reads the body of an answer.
   *
   * @throws tools.jackson.core.JacksonException if the bytes are not one JSON value within bounds
   * @throws IllegalArgumentException if it is not an object, or an object has a member twice
   */
  static JsonObject parse(byte[] bytes) {
    return object(RECEIVED, bytes);
  }

  /** As {@link #parse}, for what this application has written itself. */
  static JsonObject parseStored(byte[] bytes) {
    return object(STORED, bytes);
  }

  private static JsonObject object(JsonFactory factory, byte[] bytes) {
    try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new IllegalArgumentException("It is not a JSON object");
      }
      JsonObject object = object(parser);
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("There is more text after the JSON object");
      }
      return object;
    }
  }

  private static JsonObject object(JsonParser parser) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      if (members.put(name, value(parser)) != null) {
        throw new IllegalArgumentException("A member appears twice");
      }
    }
    return new JsonObject(members);
  }

  private static List<Object> array(JsonParser parser) {
    List<Object> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value(parser));
    }
    return values;
  }

  /** Depth is bounded by the parser, so this may call itself. */
  private static Object value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> parser.getDecimalValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> JsonNull.NULL;
      default -> throw new IllegalArgumentException("It is not JSON");
    };
  }
}
