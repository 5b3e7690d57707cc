// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One mapper with bounds, and the way between its trees and plain values. No class is ever named by
 * data.
 */
final class Json {

  /** What a server may send. */
  private static final JsonMapper RECEIVED = mapper(64, 400, 4096, 4 * 1024 * 1024);

  /** Wider in every dimension: what was received and stored must be readable for ever. */
  private static final JsonMapper STORED = mapper(256, 4000, 64 * 1024, 16 * 1024 * 1024);

  private static JsonMapper mapper(int depth, int number, int name, int string) {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(depth)
            .maxNumberLength(number)
            .maxNameLength(name)
            .maxStringLength(string)
            .build();
    return JsonMapper.builder(
            JsonFactory.builder()
                .streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .build();
  }

  private Json() {}

  /**
   * @throws tools.jackson.core.JacksonException if the bytes are not one JSON value within bounds
   * @throws IllegalArgumentException if it is not an object
   */
  static ObjectNode parse(byte[] bytes) {
    return object(RECEIVED, bytes);
  }

  /** As {@link #parse}, for what this application has written itself. */
  static ObjectNode parseStored(byte[] bytes) {
    return object(STORED, bytes);
  }

  private static ObjectNode object(JsonMapper mapper, byte[] bytes) {
    // Not readValue(…, ObjectNode.class): that one makes a Java null of a JSON null.
    if (mapper.readTree(bytes) instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("It is not a JSON object");
  }

  static byte[] bytes(ObjectNode node) {
    return STORED.writeValueAsBytes(node);
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  /** For members that are only carried along: {@code null}s and numbers stay as they are. */
  static Map<String, Object> asWritten(ObjectNode node) {
    var members = new LinkedHashMap<String, Object>();
    node.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }

  /** Members that are {@code null} are absent. */
  static Map<String, Object> toMembers(ObjectNode node) {
    var members = new LinkedHashMap<String, Object>();
    for (var property : node.properties()) {
      if (!property.getValue().isNull()) {
        members.put(property.getKey(), toValue(property.getValue()));
      }
    }
    return members;
  }

  private static Object toValue(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return toMembers(object);
    }
    if (node.isArray()) {
      List<Object> values = new ArrayList<>();
      node.forEach(
          element -> {
            if (!element.isNull()) {
              values.add(toValue(element));
            }
          });
      return values;
    }
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.stringValue();
  }

  static ObjectNode fromMembers(Map<String, Object> members) {
    ObjectNode node = object();
    members.forEach((name, value) -> node.set(name, fromValue(value)));
    return node;
  }

  private static JsonNode fromValue(Object value) {
    return value instanceof JsonNode asWritten ? asWritten : STORED.valueToTree(value);
  }
}
