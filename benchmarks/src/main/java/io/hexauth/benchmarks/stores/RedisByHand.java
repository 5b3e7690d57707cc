// SPDX-License-Identifier: Apache-2.0
package io.hexauth.benchmarks.stores;

import io.hexauth.store.redis.RedisTokenStoreModule;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/** The scripts of the adapter, called through Lettuce with nothing around it. */
final class RedisByHand {

  private final RedisCommands<byte[], byte[]> redis;
  private final String find;
  private final String commit;

  RedisByHand(RedisCommands<byte[], byte[]> redis) throws IOException {
    this.redis = redis;
    this.find = redis.scriptLoad(script("find"));
    this.commit = redis.scriptLoad(script("commit"));
  }

  private static byte[] script(String name) throws IOException {
    return (resource("grant") + resource(name)).getBytes(StandardCharsets.UTF_8);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            RedisTokenStoreModule.class.getResourceAsStream("internal/" + name + ".lua"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  List<byte[]> find(Grant grant) {
    return done(redis.evalsha(find, ScriptOutputType.MULTI, keys(grant), bytes("1")));
  }

  List<byte[]> commit(Grant grant) {
    return done(
        redis.evalsha(
            commit,
            ScriptOutputType.MULTI,
            keys(grant),
            bytes(grant.id.value()),
            bytes(Long.toString(grant.next())),
            bytes(Integer.toString(grant.envelope.format())),
            bytes(grant.envelope.keyId()),
            grant.envelope.bytes(),
            bytes(Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, grant.accessExpiresAt))),
            bytes("")));
  }

  private static List<byte[]> done(List<byte[]> answer) {
    if (answer.get(0)[0] != '1') {
      throw new IllegalStateException("The script has done nothing");
    }
    return answer;
  }

  private static byte[][] keys(Grant grant) {
    return new byte[][] {bytes("hexauth:grant:{" + grant.key.value() + "}")};
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
