// SPDX-License-Identifier: Apache-2.0
package io.hexauth.store.redis.internal;

import io.hexauth.domain.error.OAuthErrorCode;
import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantId;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.domain.lifecycle.GrantRecord.Version;
import io.hexauth.ports.spi.CommitRequest;
import io.hexauth.ports.spi.LeaseRequest;
import io.hexauth.ports.spi.PutRequest;
import io.hexauth.ports.spi.SettleRequest;
import io.hexauth.ports.spi.StoreAnswer;
import io.hexauth.ports.spi.TokenStore;
import io.hexauth.ports.spi.TombstoneRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * One hash for each grant, one script for each step. Who does not know whether a step was carried
 * out asks again; each script knows its own work again, so that the second time changes nothing.
 */
public final class RedisTokenStore implements TokenStore {

  /** What never got a token is forgotten: names that somebody made up must not fill the memory. */
  private static final Duration UNUSED_KEPT = Duration.ofHours(1);

  private static final byte[] WITH_DOCUMENT = Wire.flag(true);

  private final RedisConnection connection;
  private final StoreSettings settings;
  private final Keys keys;

  /** Keeps what it is given; touches no network. */
  public RedisTokenStore(RedisConnection connection, StoreSettings settings) {
    this.connection = connection;
    this.settings = settings;
    this.keys = Keys.ofGrants(settings.prefix());
  }

  @Override
  public StoreAnswer find(GrantKey key) {
    return step(key, Script.FIND, WITH_DOCUMENT);
  }

  @Override
  public StoreAnswer lease(LeaseRequest request) {
    return step(
        request.key(),
        Script.LEASE,
        grantId(request.expected()),
        generation(request.expected()),
        Wire.text(request.createdAs().map(GrantId::value)),
        Wire.text(request.owner()),
        Wire.text(request.attemptId()),
        Wire.micros(request.duration()),
        Wire.micros(request.hold()),
        Wire.micros(UNUSED_KEPT));
  }

  @Override
  public StoreAnswer commit(CommitRequest request) {
    Envelope envelope = request.envelope();
    return step(
        request.key(),
        Script.COMMIT,
        grantId(request.expected()),
        generation(request.expected()),
        Wire.number(envelope.format()),
        Wire.text(envelope.keyId()),
        envelope.bytes(),
        Wire.instant(request.accessExpiresAt()),
        Wire.micros(request.retention().or(settings::idleLimit)));
  }

  @Override
  public StoreAnswer settle(SettleRequest request) {
    return step(
        request.key(),
        Script.SETTLE,
        grantId(request.expected()),
        generation(request.expected()),
        Wire.number(request.epoch()),
        Wire.text(request.state().name()),
        Wire.number(request.presentations()),
        Wire.micros(request.notBefore()),
        Wire.text(request.errorCode().map(OAuthErrorCode::value)));
  }

  @Override
  public StoreAnswer put(PutRequest request) {
    Envelope envelope = request.envelope();
    return step(
        request.key(),
        Script.PUT,
        grantId(request.version()),
        generation(request.version()),
        grantId(request.replaced()),
        generation(request.replaced()),
        Wire.number(envelope.format()),
        Wire.text(envelope.keyId()),
        envelope.bytes(),
        Wire.instant(request.accessExpiresAt()),
        Wire.micros(request.retention().or(settings::idleLimit)));
  }

  @Override
  public StoreAnswer tombstone(TombstoneRequest request) {
    return step(
        request.key(),
        Script.TOMBSTONE,
        grantId(request.expected()),
        generation(request.expected()),
        Wire.micros(request.retention()));
  }

  private StoreAnswer step(GrantKey key, Script script, byte[]... arguments) {
    return Row.answer(key, connection.run(settings, script, keys.of(key), arguments));
  }

  private static byte[] grantId(Version version) {
    return Wire.text(version.grantId().value());
  }

  private static byte[] grantId(Optional<Version> version) {
    return Wire.text(version.map(v -> v.grantId().value()));
  }

  private static byte[] generation(Version version) {
    return Wire.number(version.generation());
  }

  private static byte[] generation(Optional<Version> version) {
    return Wire.text(version.map(v -> Long.toString(v.generation())));
  }
}
