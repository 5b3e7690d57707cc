// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.json;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writer of JSON in UTF-8, without white space. */
final class JsonWriter {

  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator json;

  private JsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /**
   * {@return the bytes of an object}
   *
   * @param members writes the members, each name once
   * @throws IllegalArgumentException if a value is not a JSON value
   */
  static byte[] bytes(Consumer<JsonWriter> members) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      new JsonWriter(json).object(members);
    }
    return bytes.toByteArray();
  }

  JsonWriter put(String name, Object value) {
    json.writeName(name);
    value(value);
    return this;
  }

  /** Writes a member if there is a value. */
  JsonWriter put(String name, Optional<?> optional) {
    optional.ifPresent(value -> put(name, value));
    return this;
  }

  /** Writes members that this version does not know. */
  JsonWriter put(Map<?, ?> members) {
    members.forEach((name, value) -> put(String.valueOf(name), value));
    return this;
  }

  JsonWriter putObject(String name, Consumer<JsonWriter> members) {
    json.writeName(name);
    return object(members);
  }

  /**
   * Writes a list of objects.
   *
   * @param members writes the members of one element
   */
  <T> JsonWriter putObjects(String name, Iterable<T> elements, BiConsumer<JsonWriter, T> members) {
    json.writeName(name);
    json.writeStartArray();
    elements.forEach(element -> object(object -> members.accept(object, element)));
    json.writeEndArray();
    return this;
  }

  private JsonWriter object(Consumer<JsonWriter> members) {
    json.writeStartObject();
    members.accept(this);
    json.writeEndObject();
    return this;
  }

  private void value(Object value) {
    if (value instanceof String text) {
      json.writeString(text);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof JsonObject object) {
      object(json -> json.put(object.members()));
    } else if (value instanceof Map<?, ?> members) {
      object(json -> json.put(members));
    } else if (value instanceof Iterable<?> elements) {
      json.writeStartArray();
      elements.forEach(this::value);
      json.writeEndArray();
    } else if (value == JsonNull.NULL) {
      json.writeNull();
    } else {
      throw new IllegalArgumentException(value.getClass().getName() + " is not a JSON value");
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
