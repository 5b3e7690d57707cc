// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import io.hexauth.ports.spi.StoredGrant;
import io.hexauth.store.redis.RedisTokenStoreModule;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Calls the scripts of the Redis adapter on one grant through Lettuce, without the adapter. */
final class RedisByHand {

  private final RedisCommands<byte[], byte[]> redis;
  private final Grant grant;
  private final byte[][] keys;
  private final String find;
  private final String replace;

  RedisByHand(RedisCommands<byte[], byte[]> redis, Grant grant) throws IOException {
    this.redis = redis;
    this.grant = grant;
    this.keys = new byte[][] {bytes("hexauth:grant:{" + grant.key.value() + "}")};
    this.find = redis.scriptLoad(script("find"));
    this.replace = redis.scriptLoad(script("replace"));
  }

  private static byte[] script(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RedisTokenStoreModule.class.getResourceAsStream("internal/" + name + ".lua"))) {
      return in.readAllBytes();
    }
  }

  List<byte[]> found() {
    List<byte[]> answer = redis.evalsha(find, ScriptOutputType.MULTI, keys, bytes("1"));
    Grant.done(answer.size() > 2);
    return answer;
  }

  boolean leased() {
    String notAfter = Long.toString(StoredGrant.micros(grant.notAfter));
    return replaced(grant.lease, notAfter);
  }

  boolean stored() {
    return replaced(grant.token, "");
  }

  private boolean replaced(StoredGrant next, String notAfter) {
    byte[] revision = bytes(next.revision().value());
    List<byte[]> arguments = new ArrayList<>();
    arguments.add(revision);
    arguments.add(bytes(notAfter));
    arguments.add(bytes("")); // never expires
    arguments.add(bytes(""));
    arguments.add(bytes(next.sameDocument() ? "1" : "0"));
    next.fields()
        .forEach(
            (name, value) -> {
              arguments.add(bytes(name));
              arguments.add(bytes(value));
            });
    arguments.add(bytes("rev"));
    arguments.add(revision);
    if (!next.sameDocument()) {
      arguments.add(bytes("ct"));
      arguments.add(next.document().orElseThrow());
    }
    List<byte[]> answer =
        redis.evalsha(replace, ScriptOutputType.MULTI, keys, arguments.toArray(byte[][]::new));
    return Grant.done(answer.get(0)[0] == '1');
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
