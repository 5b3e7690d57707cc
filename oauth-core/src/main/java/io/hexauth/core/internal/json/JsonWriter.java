// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON in UTF-8, without any white space. */
final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private JsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * {@return the bytes of this object}
   *
   * @throws IllegalArgumentException if it holds something that is no JSON value
   */
  static byte[] bytes(JsonObject object) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new JsonWriter(json).object(object.members());
    }
    return bytes.toByteArray();
  }

  private void object(Map<?, ?> members) {
    json.writeStartObject();
    members.forEach(
        (name, value) -> {
          json.writeName(String.valueOf(name));
          value(value);
        });
    json.writeEndObject();
  }

  private void value(Object value) {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof JsonObject object) {
      object(object.members());
    } else if (value instanceof Map<?, ?> members) {
      object(members);
    } else if (value instanceof Iterable<?> elements) {
      json.writeStartArray();
      elements.forEach(this::value);
      json.writeEndArray();
    } else if (value == JsonNull.NULL) {
      json.writeNull();
    } else {
      throw new IllegalArgumentException(value.getClass().getName() + " is no JSON value");
    }
  }

  private void number(Number number) {
    if (number instanceof BigDecimal exact) {
      json.writeNumber(exact);
    } else if (number instanceof BigInteger whole) {
      json.writeNumber(whole);
    } else if (number instanceof Double || number instanceof Float) {
      json.writeNumber(number.doubleValue());
    } else {
      json.writeNumber(number.longValue());
    }
  }
}
