// SPDX-License-Identifier: Apache-2.0
package io.hexauth.crypto.tink;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import io.hexauth.ports.spi.TokenCipher.Sealed;
import io.hexauth.testkit.clock.VirtualClock;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Key rotation of docs/operations.md with two nodes, of which one is always a step behind: after
 * each step, both nodes can read and write all documents.
 */
class KeyRotationTest {

  private static final int DOCUMENTS = 50;

  /** Process with its own copy of the keyset, which an operator replaces. */
  private static final class Node {
    private final VirtualClock clock = VirtualClock.create();
    private KeysetHandle copy;
    private final TinkTokenCipher cipher;

    Node(KeysetHandle first) {
      copy = first;
      cipher = Keys.cipher(() -> copy, clock);
    }

    void receive(KeysetHandle next) {
      copy = next;
      clock.advance(Keys.RELOAD);
    }
  }

  private final Key old = Keys.aes(1);
  private final Key fresh = Keys.aes(2);
  private final Node left = new Node(Keys.keyset(old));
  private final Node right = new Node(Keys.keyset(old));
  private final Map<Integer, Sealed> stored = new HashMap<>();

  @Test
  void aRotationInThisOrderShouldFailNowhere() {
    work(left);
    KeysetHandle added = Keys.keyset(old, fresh);
    KeysetHandle promoted = Keys.keyset(fresh, old);
    KeysetHandle disabled = Keys.withDisabled(fresh, old);
    KeysetHandle destroyed = Keys.keyset(fresh);

    rollOut(added);
    assertThat(keyIds()).containsExactly("1");
    assertThat(left.cipher.keys().readable()).contains("2");
    assertThat(right.cipher.keys().readable()).contains("2");
    rollOut(promoted);
    assertThat(left.cipher.keys().primary()).isEqualTo("2");
    assertThat(right.cipher.keys().primary()).isEqualTo("2");
    reseal(right);
    assertThat(keyIds()).containsExactly("2");
    rollOut(disabled);
    rollOut(destroyed);
    assertThat(keyIds()).containsExactly("2");
  }

  /**
   * Shows why "add" and "promote" are two steps: otherwise, the node that is behind could not read
   * new documents.
   */
  @Test
  void promotingBeforeEveryNodeHasTheKeyShouldBeSeenAndHealWithoutARestart() {
    work(left);
    KeysetHandle promoted = Keys.keyset(fresh, old);
    left.receive(promoted);
    stored.put(0, left.cipher.seal(plain(0), data(0)));

    assertThat(right.cipher.keys().readable()).doesNotContain("2");
    assertThat(right.cipher.open(stored.get(0), data(0))).isEmpty();

    right.receive(promoted);
    work(right);
  }

  /** Gives the keyset to one node, then to the other, and both work in between. */
  private void rollOut(KeysetHandle keyset) {
    for (Node node : List.of(left, right)) {
      node.receive(keyset);
      work(left);
      work(right);
      work(left);
    }
  }

  /** Reads all documents, and writes every third one again. */
  private void work(Node node) {
    for (int i = 0; i < DOCUMENTS; i++) {
      Sealed there = stored.get(i);
      if (there != null) {
        assertThat(node.cipher.open(there, data(i))).as("document %s", i).contains(plain(i));
      }
      if (there == null || i % 3 == 0) {
        stored.put(i, node.cipher.seal(plain(i), data(i)));
      }
    }
  }

  /** Seals every document of another key again with the primary key, like core. */
  private void reseal(Node node) {
    String primary = node.cipher.keys().primary();
    stored.replaceAll(
        (i, there) ->
            there.keyId().equals(primary)
                ? there
                : node.cipher.seal(
                    node.cipher.open(there, data(i)).orElseThrow(AssertionError::new), data(i)));
  }

  private Set<String> keyIds() {
    return stored.values().stream().map(Sealed::keyId).collect(Collectors.toSet());
  }

  private static byte[] plain(int i) {
    return ("document " + i).getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] data(int i) {
    return ByteBuffer.allocate(4).putInt(i).array();
  }
}
