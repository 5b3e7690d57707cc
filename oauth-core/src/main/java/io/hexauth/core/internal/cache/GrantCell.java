// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.cache;

import io.hexauth.domain.internal.lifecycle.HeapSize;
import io.hexauth.domain.internal.refresh.ForcedRefresh;
import io.hexauth.domain.lifecycle.GrantId;
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

/** Knowledge of this process about one grant. */
public final class GrantCell extends Turns {

  /** This object, its key, its entries in the map and the queue, and its principal's object. */
  private static final int OVERHEAD = 280;

  private final Principal principal;
  private final GrantKey key;
  private final GrantCells home;

  /** The view of the registration's own sessions; never dropped for want of room. */
  private final TokenCell usual;

  /** Tokens of other views; null until there is one. */
  private volatile @Nullable OtherViews views;

  /** True if the grant was looked up since {@link CachedGrants} saw it last. */
  private volatile boolean marked;

  /** Weight in {@link CachedGrants}, under its lock; 0 if the cell is not in there. */
  private long weight;

  /** The newest credential. Written, as the rest, with {@link #writing()}. */
  private volatile @Nullable KeptGrant kept;

  /** Estimated bytes of the newest credential, cut. */
  private volatile int keptBytes;

  /** Time at which the grant was forgotten last; null if never. */
  private volatile @Nullable Long forgotten;

  private @Nullable GrantId announcedGrant;
  private long announcedGeneration;
  private GrantRecord.@Nullable Version storing;
  private volatile GrantRecord.@Nullable Version refused;

  private volatile Scopes reduced = Scopes.none();
  private int failures;
  private volatile boolean unstored;
  private volatile @Nullable ForcedRefresh forced;

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
    OtherViews others = views();
    TokenCell known = others.get(access);
    if (known == null) {
      known = others.add(access, this, home.views());
      home.changed(this);
    }
    others.used(known);
    return known;
  }

  /** A session that is kept has used this token: neither it nor the grant is the next to go. */
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

  /** Every token of the grant that memory has a place for. */
  private List<TokenCell> tokens() {
    OtherViews others = views;
    if (others == null) {
      return List.of(usual);
    }
    List<TokenCell> all = new ArrayList<>(others.all());
    all.add(usual);
    return all;
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

  /** Called when its content, or one of its tokens, has changed. */
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

  /** Returns the remembered grant as a whole; empty if there is none. */
  public Optional<CachedGrant> known() {
    return Optional.ofNullable(kept).map(KeptGrant::grant);
  }

  /**
   * {@return whether a later grant than that of a version is known, such as by a new consent} One
   * of no use does not count: a store that shows an earlier one is right.
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

  /** Keeps the newest credential that was seen or made; tokens of grants before it are dropped. */
  public void remember(CachedGrant said) {
    int bytes = (int) Math.min(KeptGrant.bytes(said, shared()), Integer.MAX_VALUE);
    KeptGrant saved = KeptGrant.of(said, shared());
    locked(
        () -> {
          KeptGrant known = kept;
          boolean newer = known == null || said.supersedes(known.grant());
          if (newer && !forgottenAfter().test(said.moment().nanoTime())) {
            kept = saved;
            keptBytes = bytes;
          }
        });
    tokens().forEach(token -> token.replacedBy(said.version()));
    changed();
  }

  /** Drops every token from memory, and whatever was read of the grant before now. */
  public void forget(long now) {
    locked(
        () -> {
          kept = null;
          if (!forgottenAfter().test(now)) { // one that is heard of late changes nothing
            forgotten = now;
          }
        });
    tokens().forEach(token -> token.forget(now));
    changed();
  }

  /** The server has refused this generation for good: its tokens are not handed out any more. */
  public void grantRefused(GrantRecord.Version version, long now) {
    tokens().forEach(token -> token.grantRefused(version, now));
  }

  /** {@return whether the grant has ended here, and no other was seen since} */
  public boolean isForgotten() {
    return withLock(() -> forgotten != null && kept == null);
  }

  /** {@return whether the grant, as it is known now, was forgotten after a time} */
  LongPredicate forgottenAfter() {
    Long at = forgotten;
    return time -> at != null && at - time > 0;
  }

  /** Until told otherwise, only {@link #announcesOwn} announces this generation. */
  public void storing(GrantRecord.Version version) {
    locked(() -> storing = version);
  }

  /** It is stored and announced, or it is not known to be stored. */
  public void notStoring(GrantRecord.Version version) {
    locked(
        () -> {
          if (version.equals(storing)) {
            storing = null;
          }
        });
  }

  /**
   * {@return true once for each generation, in order; never for one that this node is storing: it
   * is not adopted, although it can be seen before its commit is acknowledged}
   */
  public boolean announces(GrantRecord.Version version) {
    return withLock(() -> !version.equals(storing) && isNext(version));
  }

  /** {@return as {@link #announces}, for a generation that this node has stored} */
  public boolean announcesOwn(GrantRecord.Version version) {
    return withLock(() -> isNext(version));
  }

  private boolean isNext(GrantRecord.Version version) {
    if (version.grantId().equals(announcedGrant) && version.generation() <= announcedGeneration) {
      return false;
    }
    announcedGrant = version.grantId();
    announcedGeneration = version.generation();
    return true;
  }

  /** True if memory has the only copy of a credential. */
  public boolean isUnstored() {
    return unstored;
  }

  /** {@return the last refresh that an API forced; empty if there was none} */
  public Optional<ForcedRefresh> forced() {
    return Optional.ofNullable(forced);
  }

  /** Notes what is new about refreshes that an API has forced; null where there is nothing. */
  public void forced(UnaryOperator<@Nullable ForcedRefresh> change) {
    locked(() -> forced = change.apply(forced));
  }

  /** Notes whether memory alone has the newest credential. */
  public void unstored(boolean only) {
    unstored = only;
  }

  /** {@return how many requests have failed since the last one that did not} */
  public int failures() {
    return withLock(() -> failures);
  }

  /** Counts a request that failed. */
  public void failed() {
    locked(() -> failures++);
  }

  /** Begins to count failures anew. */
  public void succeeded() {
    locked(() -> failures = 0);
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
}
