// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.contract;

import io.hexauth.domain.lifecycle.Envelope;
import io.hexauth.domain.lifecycle.GrantKey;
import io.hexauth.ports.spi.PendingAuthorizationStore;
import io.hexauth.testkit.clock.VirtualClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Minimal correct store of pending authorizations, with at most one flaw. */
final class ReferencePendingStore implements PendingAuthorizationStore {

  /** Flaw of such a store, and the test that detects it. */
  enum Flaw {
    NONE(""),
    TAKE_INVENTS("takeShouldReturnNothingWhenNothingIsPending"),
    DOCUMENT_AS_TEXT("takeShouldReturnBinaryDocumentsAsTheyWere"),
    ONE_ENTRY_FOR_ALL("takeShouldKeepKeysApart"),
    ENDS_EARLY("takeShouldReturnWhatIsAboutToEnd"),
    REMEMBERS_WHAT_WAS_TAKEN("putShouldBeAllowedAgainOnceTheEntryIsTaken"),
    SHOWS_DOCUMENTS("toStringShouldNotShowADocument"),
    TAKE_DOES_NOT_REMOVE("takeShouldReturnWhatWasPutOnce"),
    TAKE_IS_NOT_ATOMIC("oneOfManyTakersShouldGetTheEntry"),
    TAKE_IGNORES_THE_END("takeShouldReturnNothingFromTheInstantOfTheEndOn"),
    END_IS_INCLUSIVE("takeShouldReturnNothingFromTheInstantOfTheEndOn"),
    PUT_OVERWRITES("putShouldLeaveWhatIsPendingAsItIs"),
    PUT_IS_NOT_ATOMIC("oneOfManyPuttersShouldSucceed"),
    PUT_RENEWS_THE_END("putShouldNotMakeWhatIsPendingLiveLonger"),
    PUT_KEEPS_WHAT_IS_OVER("putShouldBeAllowedAgainFromTheInstantOfTheEndOn"),
    FULL_FOR_GOOD("abandonedEntriesShouldNeverBeInTheWayOfANewOne"),
    ONE_LIFETIME_FOR_ALL("takeShouldGoByTheLifetimeOfEachEntry"),
    ACCEPTS_NULL("everyMethodShouldRefuseNull");

    private final String caughtBy;

    Flaw(String caughtBy) {
      this.caughtBy = caughtBy;
    }

    String caughtBy() {
      return caughtBy;
    }
  }

  private record Entry(Envelope pending, Instant end) {}

  private final Map<GrantKey, Entry> entries = new HashMap<>();
  private final Set<GrantKey> taken = new HashSet<>();
  private final VirtualClock clock;
  private final Flaw flaw;

  ReferencePendingStore(VirtualClock clock, Flaw flaw) {
    this.clock = clock;
    this.flaw = flaw;
  }

  @Override
  public boolean put(GrantKey given, Envelope pending, Duration lifetime) {
    GrantKey key = key(given);
    if (flaw != Flaw.ACCEPTS_NULL) {
      Objects.requireNonNull(key);
      Objects.requireNonNull(pending);
      Objects.requireNonNull(lifetime);
    } else if (lifetime == null) {
      return false;
    }
    if (flaw == Flaw.REMEMBERS_WHAT_WAS_TAKEN && taken.contains(key)) {
      return false;
    }
    var entry = new Entry(stored(pending), clock.instant().plus(kept(lifetime)));
    Optional<Entry> present = live(key);
    if (flaw == Flaw.FULL_FOR_GOOD && entries.size() == 1000) {
      return false;
    }
    if (present.isPresent() && flaw != Flaw.PUT_OVERWRITES) {
      if (flaw == Flaw.PUT_RENEWS_THE_END) {
        write(key, new Entry(present.get().pending(), entry.end()));
      }
      return false;
    }
    if (flaw == Flaw.PUT_IS_NOT_ATOMIC) {
      Turns.giveWay();
      write(key, entry);
      return true;
    }
    synchronized (entries) {
      if (live(key).isPresent() && flaw != Flaw.PUT_OVERWRITES) {
        return false;
      }
      entries.put(key, entry);
      return true;
    }
  }

  private Duration kept(Duration lifetime) {
    return switch (flaw) {
      case ONE_LIFETIME_FOR_ALL -> Duration.ofMinutes(10);
      case ENDS_EARLY -> lifetime.dividedBy(2);
      default -> lifetime;
    };
  }

  private Envelope stored(Envelope pending) {
    return flaw == Flaw.DOCUMENT_AS_TEXT
        ? new Envelope(
            pending.format(),
            pending.keyId(),
            new String(pending.bytes(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8))
        : pending;
  }

  private GrantKey key(GrantKey given) {
    return flaw == Flaw.ONE_ENTRY_FOR_ALL ? new GrantKey("0".repeat(64)) : given;
  }

  @Override
  public Optional<Envelope> take(GrantKey given) {
    GrantKey key = key(given);
    if (flaw == Flaw.TAKE_INVENTS) {
      return Optional.of(new Envelope(1, "key-1", new byte[1]));
    }
    if (flaw == Flaw.REMEMBERS_WHAT_WAS_TAKEN) {
      taken.add(key);
    }
    if (flaw != Flaw.ACCEPTS_NULL) {
      Objects.requireNonNull(key);
    }
    if (flaw == Flaw.TAKE_IS_NOT_ATOMIC) {
      Optional<Entry> found = live(key);
      Turns.giveWay();
      remove(key);
      return found.map(Entry::pending);
    }
    synchronized (entries) {
      Optional<Entry> found = live(key);
      remove(key);
      return found.map(Entry::pending);
    }
  }

  private void write(GrantKey key, Entry entry) {
    synchronized (entries) {
      entries.put(key, entry);
    }
  }

  private void remove(GrantKey key) {
    synchronized (entries) {
      if (flaw != Flaw.TAKE_DOES_NOT_REMOVE) {
        entries.remove(key);
      }
    }
  }

  private Optional<Entry> live(GrantKey key) {
    synchronized (entries) {
      Instant now = flaw == Flaw.END_IS_INCLUSIVE ? clock.instant().minusNanos(1) : clock.instant();
      boolean endless = flaw == Flaw.TAKE_IGNORES_THE_END || flaw == Flaw.PUT_KEEPS_WHAT_IS_OVER;
      return Optional.ofNullable(entries.get(key))
          .filter(entry -> now.isBefore(entry.end()) || endless);
    }
  }

  @Override
  public String toString() {
    return flaw == Flaw.SHOWS_DOCUMENTS
        ? entries.values().stream()
            .map(entry -> new String(entry.pending().bytes(), StandardCharsets.UTF_8))
            .toList()
            .toString()
        : "ReferencePendingStore";
  }
}
