// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.internal.refresh.ForcedRefresh;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord;
import io.hexauth.domain.registration.AccessRequest;
import io.hexauth.domain.registration.Principal;
import io.hexauth.domain.scope.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Cache entry: the state of one grant in the memory of this process. */
public final class GrantCell extends Announcements {

  /** Estimated bytes of this object, its key, its entries in map and queue, and its principal. */
  private static final int OVERHEAD = 280;

  private final Principal principal;
  private final GrantKey key;
  private final GrantCells home;

  /** Token of the registration's own sessions. It is never removed to make room. */
  private final TokenCell usual;

  /** Tokens of other views; null if there are none. */
  private volatile @Nullable OtherViews views;

  /** True if the grant was looked up since {@link CachedGrants} last examined it. */
  private volatile boolean marked;

  /** Size in {@link CachedGrants}, protected by its lock; 0 if the entry is not in there. */
  private long weight;

  /** Newest state of the grant. Like the fields below, written while {@link #writing()} is held. */
  private volatile @Nullable KeptGrant kept;

  /** Estimated bytes of the newest state, limited to an {@code int}. */
  private volatile int keptBytes;

  /** Time of the last {@link #forget}; null if there was none. */
  private volatile @Nullable Long forgotten;

  private volatile GrantRecord.@Nullable Version refused;

  private volatile Scopes reduced = Scopes.none();
  private int failures;
  private volatile boolean unstored;
  private volatile @Nullable ForcedRefresh forced;

  GrantCell(Principal principal, GrantKey key, AccessRequest usual, GrantCells home) {
    this.principal = principal;
    this.key = key;
    this.home = home;
    this.usual = new TokenCell(this, usual);
  }

  /** {@return the owner of the grant} */
  public Principal principal() {
    return principal;
  }

  /** {@return the access request of the registration's own sessions} */
  AccessRequest usual() {
    return usual.access();
  }

  /** {@return the key of the grant in every store} */
  public GrantKey key() {
    return key;
  }

  /** Returns the cache entry of one view's token. If it is in memory, no lock is taken. */
  public TokenCell token(AccessRequest access) {
    if (usual.access().equals(access)) {
      return usual;
    }
    OtherViews others = views();
    TokenCell known = others.get(access);
    if (known == null) {
      known = others.add(access, this, home.views());
      home.changed(this);
    }
    others.used(known);
    return known;
  }

  /** Protects grant and token from the next eviction, for a session that has kept its token. */
  public void used(TokenCell token) {
    mark();
    if (token != usual) {
      views().used(token);
    }
  }

  private OtherViews views() {
    OtherViews others = views;
    return others != null ? others : withLock(this::madeViews);
  }

  private OtherViews madeViews() {
    OtherViews others = views;
    if (others == null) {
      others = new OtherViews();
      views = others;
    }
    return others;
  }

  /** Returns the cache entries of all access tokens of the grant. */
  private List<TokenCell> tokens() {
    OtherViews others = views;
    if (others == null) {
      return List.of(usual);
    }
    List<TokenCell> all = new ArrayList<>(others.all());
    all.add(usual);
    return all;
  }

  /** Marks the grant, so that the next eviction spares it. */
  void mark() {
    if (!marked) {
      marked = true;
    }
  }

  /** {@return true if the grant was marked; the mark is removed} */
  boolean takeMark() {
    boolean was = marked;
    marked = false;
    return was;
  }

  /** {@return true if the grant has been evicted; false if in use, or the only copy of a token} */
  boolean leave() {
    return home.isEvicted(this);
  }

  /** {@return the estimated size in bytes, rather too high than too low} */
  long bytes() {
    KeptGrant known = kept;
    long bytes = OVERHEAD + HeapSize.of(principal) + (known == null ? 0 : keptBytes);
    for (TokenCell token : tokens()) {
      bytes += token.bytes() - shared(known, token);
    }
    return bytes;
  }

  private static long shared(@Nullable KeptGrant known, TokenCell token) {
    Snapshot snapshot = token.snapshot();
    return known == null || snapshot == null ? 0 : known.bytesSharedWith(snapshot.token());
  }

  long weight() {
    return weight;
  }

  void weighed(long bytes) {
    weight = bytes;
  }

  /** Measures the entry again after a change of its content. */
  void changed() {
    home.changed(this);
  }

  @Override
  ReentrantLock writing() {
    return home.writing(principal);
  }

  SharedValues shared() {
    return home.shared();
  }

  /** Returns the newest state of the grant; empty if there is none. */
  public Optional<CachedGrant> known() {
    return Optional.ofNullable(kept).map(KeptGrant::grant);
  }

  /**
   * {@return true if memory has a later grant than this version, such as after a new consent} A
   * later grant without usable tokens does not count: a store with the earlier one is then right.
   */
  boolean isReplaced(GrantRecord.Version version, long now) {
    KeptGrant later = kept;
    return later != null
        && !later.version().grantId().equals(version.grantId())
        && later.version().isNewerThan(version)
        && isUseful(later.grant(), now);
  }

  private static boolean isUseful(CachedGrant grant, long now) {
    return grant.document().isUseful(grant.moment().at(now).store());
  }

  /** Keeps a state of the grant if it is newer. Tokens of an earlier grant are removed. */
  public void remember(CachedGrant grant) {
    int bytes = (int) Math.min(KeptGrant.bytes(grant, shared()), Integer.MAX_VALUE);
    KeptGrant saved = KeptGrant.of(grant, shared());
    locked(
        () -> {
          KeptGrant known = kept;
          boolean newer = known == null || grant.supersedes(known.grant());
          if (newer && !forgottenAfter().test(grant.moment().nanoTime())) {
            kept = saved;
            keptBytes = bytes;
          }
        });
    tokens().forEach(token -> token.replacedBy(grant.version()));
    changed();
  }

  /** Removes all tokens of the grant. States that were read before this time are then ignored. */
  public void forget(long now) {
    locked(
        () -> {
          kept = null;
          if (!forgottenAfter().test(now)) { // a late call with an earlier time
            forgotten = now;
          }
        });
    tokens().forEach(token -> token.forget(now));
    changed();
  }

  /** Marks a generation as refused permanently: callers do not get its tokens any more. */
  public void grantRefused(GrantRecord.Version version, long now) {
    tokens().forEach(token -> token.grantRefused(version, now));
  }

  /** {@return true if the grant has ended in this process, and no later one is in memory} */
  public boolean isForgotten() {
    return withLock(() -> forgotten != null && kept == null);
  }

  /** {@return a test whether the grant in memory was forgotten after a given time} */
  LongPredicate forgottenAfter() {
    Long at = forgotten;
    return time -> at != null && at - time > 0;
  }

  /** Returns true if memory has the only copy of a token. */
  public boolean isUnstored() {
    return unstored;
  }

  /** {@return the last refresh that an API caused by rejecting a valid token; empty if none} */
  public Optional<ForcedRefresh> forced() {
    return Optional.ofNullable(forced);
  }

  /** Changes the last refresh that an API caused; null if there is none. */
  public void forced(UnaryOperator<@Nullable ForcedRefresh> change) {
    locked(() -> forced = change.apply(forced));
  }

  /** Notes whether memory has the only copy of the newest token. */
  public void unstored(boolean only) {
    unstored = only;
  }

  /** {@return the number of failed requests since the last successful one} */
  public int failures() {
    return withLock(() -> failures);
  }

  /** Counts a failed request. */
  public void failed() {
    locked(() -> failures++);
  }

  /** Resets the number of failed requests. */
  public void succeeded() {
    locked(() -> failures = 0);
  }

  /** {@return true if one of these scopes was not granted, and this was not reported before} */
  public boolean isReducedAnew(Scopes missing) {
    boolean anew = !reduced.covers(missing);
    if (anew) {
      reduced = reduced.union(missing);
    }
    return anew;
  }

  /** Notes that the server has refused the refresh token of this generation permanently. */
  public void refuse(GrantRecord.Version version) {
    refused = version;
  }

  /** {@return true if the server has refused this version permanently} */
  public boolean isRefused(GrantRecord.Version version) {
    return version.equals(refused);
  }
}
