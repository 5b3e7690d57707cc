// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Values that all users of the same key share. A value remains while an object refers to it; after
 * that, its entry is removed. So registrations that change their server cannot fill the memory, and
 * cannot displace the entry of a server that another registration uses.
 */
public final class WeakValues<K, V> {

  private final ConcurrentMap<K, Entry<K, V>> entries = new ConcurrentHashMap<>();
  private final ReferenceQueue<V> unused = new ReferenceQueue<>();

  /** Creates an empty table. */
  public WeakValues() {}

  /**
   * {@return the value of this key; created if none is in use}
   *
   * @param maker creates a value; several threads may call it at the same time, and one of their
   *     values is used
   */
  public V get(K key, Function<? super K, ? extends V> maker) {
    removeUnused();
    Entry<K, V> known = entries.get(key);
    V value = known == null ? null : known.get();
    if (value != null) {
      return value;
    }
    V made = maker.apply(key);
    var mine = new Entry<>(key, made, unused);
    for (Entry<K, V> other = entries.putIfAbsent(key, mine);
        other != null;
        other = entries.putIfAbsent(key, mine)) {
      V theirs = other.get();
      if (theirs != null) {
        return theirs;
      }
      entries.remove(key, other);
    }
    return made;
  }

  /** {@return the values in use} */
  List<V> all() {
    removeUnused();
    return entries.values().stream().map(Entry::get).filter(Objects::nonNull).toList();
  }

  private void removeUnused() {
    for (Reference<? extends V> gone = unused.poll(); gone != null; gone = unused.poll()) {
      if (gone instanceof Entry<?, ?> entry) {
        entries.remove(entry.key, entry);
      }
    }
  }

  private static final class Entry<K, V> extends WeakReference<V> {

    private final K key;

    private Entry(K key, V value, ReferenceQueue<V> unused) {
      super(value, unused);
      this.key = key;
    }
  }
}
