// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.lifecycle.HeapSize;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** What this process knows of one grant. */
public final class GrantCell {

  /** About what one grant takes without its strings: this, its map entries, locks and records. */
  private static final int OVERHEAD = 900;

  private final Principal principal;
  private final GrantKey key;
  private final GrantCells home;

  /** What the registration's own sessions ask for; never dropped for want of room. */
  private final TokenCell usual;

  /** Tokens of other views, the least recently looked up dropped first. */
  private final ConcurrentMap<AccessRequest, TokenCell> views = new ConcurrentHashMap<>();

  private final AtomicLong lookUps = new AtomicLong();

  /** Whether the grant was looked up since {@link CachedGrants} saw it last. */
  private volatile boolean marked;

  /** What {@link CachedGrants} counts it for, under its lock; 0 if it is not in there. */
  private long weight;

  /**
   * Whose turn it is: requests for different tokens of one grant do not fight for the lease within
   * one process.
   */
  private final ReentrantLock turn = new ReentrantLock();

  private final AtomicReference<Remembered> remembered =
      new AtomicReference<>(new Remembered(null, 0, null));
  private final ReentrantLock announcing = new ReentrantLock();
  private GrantRecord.@Nullable Version announced;
  private GrantRecord.@Nullable Version storing;
  private volatile GrantRecord.@Nullable Version refused;

  private volatile Scopes reduced = Scopes.none();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile boolean unstored;

  /**
   * A grant.
   *
   * @param usual what the registration's own sessions ask for
   * @param home where it is looked up
   */
  GrantCell(Principal principal, GrantKey key, AccessRequest usual, GrantCells home) {
    this.principal = principal;
    this.key = key;
    this.home = home;
    this.usual = new TokenCell(this, usual);
  }

  /** {@return whose grant it is} */
  public Principal principal() {
    return principal;
  }

  /** {@return what the registration's own sessions ask for} */
  AccessRequest usual() {
    return usual.access();
  }

  /** {@return the key of the grant in every store} */
  public GrantKey key() {
    return key;
  }

  /** The place of one view's token; without a lock if it is in memory. */
  public TokenCell token(AccessRequest access) {
    if (usual.access().equals(access)) {
      return usual;
    }
    TokenCell known = views.get(access);
    if (known == null) {
      known = add(access);
    }
    known.lookedUp(lookUps.incrementAndGet());
    return known;
  }

  /** A session that is kept has used this token: neither it nor the grant is the next to go. */
  public void used(TokenCell token) {
    mark();
    token.lookedUp(lookUps.incrementAndGet());
  }

  private TokenCell add(AccessRequest access) {
    while (views.size() >= home.views().most()) {
      dropOne();
    }
    TokenCell added = views.computeIfAbsent(access, a -> new TokenCell(this, a));
    home.changed(this);
    return added;
  }

  private void dropOne() {
    views.values().stream()
        .min(Comparator.comparingLong(TokenCell::lastLookUp))
        .filter(view -> views.remove(view.access(), view))
        .ifPresent(home.views()::dropped);
  }

  /** Is spared once when room is needed. */
  void mark() {
    if (!marked) {
      marked = true;
    }
  }

  /** {@return whether it was marked; it is not any more} */
  boolean takeMark() {
    boolean was = marked;
    marked = false;
    return was;
  }

  /** {@return whether it is evicted now; false if it is in use or has the only copy} */
  boolean leave() {
    return home.isEvicted(this);
  }

  /** {@return about how many bytes of memory it takes; rather more than less} */
  long bytes() {
    long bytes = OVERHEAD + HeapSize.of(principal) + remembered.get().bytes() + usual.bytes();
    for (TokenCell view : views.values()) {
      bytes += view.bytes();
    }
    return bytes;
  }

  long weight() {
    return weight;
  }

  void weighed(long bytes) {
    weight = bytes;
  }

  /** What it holds, or what one of its tokens is, has changed. */
  void changed() {
    home.changed(this);
  }

  /** {@return whose turn it is, among requests for different tokens of the grant} */
  public ReentrantLock turn() {
    return turn;
  }

  /** What this process remembers of the grant as a whole; empty if nothing. */
  public Optional<CachedGrant> known() {
    return Optional.ofNullable(remembered.get().known());
  }

  /**
   * Whether a later grant than that of a version is known, such as by a new consent. One of no use
   * does not count: a store that shows an earlier one is right.
   */
  boolean isReplaced(GrantRecord.Version version, long now) {
    return known()
        .filter(later -> !later.version().grantId().equals(version.grantId()))
        .filter(later -> later.version().isNewerThan(version))
        .filter(later -> later.document().isUseful(later.moment().at(now).store()))
        .isPresent();
  }

  /** Keeps the newest credential that was seen or made; tokens of grants before it are dropped. */
  public void remember(CachedGrant said) {
    remembered.updateAndGet(before -> before.with(said));
    usual.replacedBy(said.version());
    views.values().forEach(token -> token.replacedBy(said.version()));
    changed();
  }

  /** Drops every token from memory, and whatever was read of the grant before now. */
  public void forget(long now) {
    remembered.updateAndGet(before -> before.forgotten(now));
    usual.forget(now);
    views.values().forEach(token -> token.forget(now));
    changed();
  }

  /** The server has refused this generation for good: its tokens are not handed out any more. */
  public void grantRefused(GrantRecord.Version version, long now) {
    usual.grantRefused(version, now);
    views.values().forEach(token -> token.grantRefused(version, now));
  }

  /** {@return whether the grant has ended here, and no other was seen since} */
  public boolean isForgotten() {
    Remembered now = remembered.get();
    return now.at() != null && now.known() == null;
  }

  /** {@return whether the grant, as it is known now, was forgotten after a time} */
  LongPredicate forgottenAfter() {
    return remembered.get()::wasForgottenAfter;
  }

  /** Until told otherwise, only {@link #announcesOwn} announces this generation. */
  public void storing(GrantRecord.Version version) {
    announcing.lock();
    try {
      storing = version;
    } finally {
      announcing.unlock();
    }
  }

  /** It is stored and announced, or it is not known to be stored. */
  public void notStoring(GrantRecord.Version version) {
    announcing.lock();
    try {
      if (version.equals(storing)) {
        storing = null;
      }
    } finally {
      announcing.unlock();
    }
  }

  /**
   * {@return true once for each generation, in order; never for one that this node is storing: it
   * is not adopted, although it can be seen before its commit is acknowledged}
   */
  public boolean announces(GrantRecord.Version version) {
    announcing.lock();
    try {
      return !version.equals(storing) && isNext(version);
    } finally {
      announcing.unlock();
    }
  }

  /** {@return as {@link #announces}, for a generation that this node has stored} */
  public boolean announcesOwn(GrantRecord.Version version) {
    announcing.lock();
    try {
      return isNext(version);
    } finally {
      announcing.unlock();
    }
  }

  private boolean isNext(GrantRecord.Version version) {
    GrantRecord.Version last = announced;
    if (last != null
        && last.grantId().equals(version.grantId())
        && version.generation() <= last.generation()) {
      return false;
    }
    announced = version;
    return true;
  }

  /** Whether memory has the only copy of a credential. */
  public boolean isUnstored() {
    return unstored;
  }

  /** Notes whether memory alone has the newest credential. */
  public void unstored(boolean only) {
    unstored = only;
  }

  /** {@return how many requests have failed since the last one that did not} */
  public int failures() {
    return failures.get();
  }

  /** Counts a request that failed. */
  public void failed() {
    failures.incrementAndGet();
  }

  /** Begins to count failures anew. */
  public void succeeded() {
    failures.set(0);
  }

  /** {@return whether a server left out one of these scopes for the first time} */
  public boolean isReducedAnew(Scopes missing) {
    boolean anew = !reduced.covers(missing);
    if (anew) {
      reduced = reduced.union(missing);
    }
    return anew;
  }

  /** The server has refused the refresh token of this generation for good. */
  public void refuse(GrantRecord.Version version) {
    refused = version;
  }

  /** {@return whether the server has refused this version for good} */
  public boolean isRefused(GrantRecord.Version version) {
    return version.equals(refused);
  }

  /**
   * Both at once, so that what was read before the grant was forgotten never comes back.
   *
   * @param known the newest credential
   * @param bytes about how much memory that takes
   * @param at when the grant was forgotten last; whoever forgets late does not turn it back
   */
  private record Remembered(@Nullable CachedGrant known, long bytes, @Nullable Long at) {

    Remembered with(CachedGrant said) {
      boolean newer = known == null || said.supersedes(known);
      return newer && !wasForgottenAfter(said.moment().nanoTime())
          ? new Remembered(said, HeapSize.of(said.document()), at)
          : this;
    }

    Remembered forgotten(long now) {
      return new Remembered(null, 0, at == null || now - at > 0 ? Long.valueOf(now) : at);
    }

    boolean wasForgottenAfter(long time) {
      return at != null && at - time > 0;
    }
  }
}
