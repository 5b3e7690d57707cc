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
 * JSON parser with limits. Values are {@code String}, {@code Number}, {@code Boolean}, {@code
 * List}, {@link JsonObject} and {@link JsonNull}. Data never selects a class.
 */
final class Json {

  /** Maximum number of members in the body of an answer; lower if their values are not simple. */
  static final int MOST_MEMBERS = 10_000;

  /** Limits on the answers of servers. The number of tokens counts each name, value and bracket. */
  private static final JsonFactory RECEIVED =
      factory(
          StreamReadConstraints.builder()
              .maxNestingDepth(64)
              .maxNumberLength(400)
              .maxNameLength(4096)
              .maxStringLength(4 * 1024 * 1024)
              .maxTokenCount(2L * MOST_MEMBERS + 2));

  /**
   * Limits on stored documents. Each one is wider, so that everything that was received and stored
   * remains readable.
   */
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
   * Parses the body of an answer.
   *
   * @throws tools.jackson.core.JacksonException if the bytes are not one JSON value within the
   *     limits
   * @throws IllegalArgumentException if the value is not an object, or if an object has a member
   *     twice
   */
  static JsonObject parse(byte[] bytes) {
    return object(RECEIVED, bytes);
  }

  /** Parses a document like {@link #parse}, with the limits for stored documents. */
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

  /** Reads a value. The method is recursive, because the parser limits the depth. */
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
