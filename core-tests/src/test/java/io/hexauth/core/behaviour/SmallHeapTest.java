// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.behaviour;

import static org.assertj.core.api.Assertions.assertThat;

import io.hexauth.testkit.fault.FaultyJvm;
import io.hexauth.testkit.http.FakeHttpServer;
import io.hexauth.testkit.http.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A process with 256 MB of memory that a server and many users try to fill. */
class SmallHeapTest {

  private static final List<String> OPTIONS =
      List.of(
          "-Xmx256m",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Dlogback.configurationFile=logback-silent.xml");

  private final FakeHttpServer server = FakeHttpServer.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void processShouldLiveWhenAnswersTokensAndNamesAreLarge() {
    for (Flood flood : Flood.values()) {
      server.serve(flood.path(), request -> Reply.json(200, flood.body()));
    }
    Map<Flood, String> expected =
        Map.of(
            Flood.NESTED_LISTS, "{InvalidServerResponseException=20}",
            Flood.LONG_LISTS, "{Bearer=60}",
            Flood.LARGEST_TOKENS, "{Bearer=600}",
            Flood.LARGE_TOKENS, "{InvalidServerResponseException=40}",
            Flood.LONG_NAMES, "{IllegalArgumentException=20000}",
            Flood.LONGEST_NAMES, "{session=100000}");

    try (var node = FaultyJvm.start(OPTIONS, SmallHeapNode.class, server.uri("").toString())) {
      for (Flood flood : Flood.values()) {
        for (int part = 0; part < SmallHeapNode.PARTS; part++) {
          node.await("part of " + flood);
        }
        assertThat(node.await(flood.name())).isEqualTo(flood + " " + expected.get(flood));
      }
    }
  }
}
