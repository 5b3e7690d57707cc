// SPDX-License-Identifier: Apache-2.0
package io.hexauth.http.feign.transport.internal;

import io.hexauth.ports.spi.TransportResult.Failure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Looks up host names on other threads, because a lookup can neither be interrupted nor timed out.
 * Calls for the same name share one lookup, so a name server that hangs blocks at most one thread
 * for each name.
 */
final class HostLookup {

  /** Resolver of host names; tests supply their own. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

  private final Resolver resolver;
  private final Executor executor;
  private final ConcurrentMap<String, FutureTask<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();

  HostLookup(Resolver resolver, Executor executor) {
    this.resolver = resolver;
    this.executor = executor;
  }

  /** {@return the addresses of the host, at least one} */
  List<InetAddress> lookup(String host, Deadline deadline) throws ExchangeFailure {
    try {
      FutureTask<List<InetAddress>> task = IPV4.matcher(host).matches() ? here(host) : shared(host);
      List<InetAddress> addresses = task.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
      if (!addresses.isEmpty()) {
        return addresses;
      }
    } catch (TimeoutException e) {
      throw new ExchangeFailure(Failure.DEADLINE, "the deadline passed while looking up " + host);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ExchangeFailure(Failure.INTERRUPTED, "interrupted while looking up " + host);
    } catch (CancellationException e) {
      throw new ExchangeFailure(Failure.LOOKUP, "no thread is available to look up " + host);
    } catch (ExecutionException e) {
      // The resolver failed, so the name has no usable address.
    }
    throw new ExchangeFailure(Failure.LOOKUP, "the host " + host + " is not known");
  }

  /** Resolves an address on the calling thread. No name server is asked, so this does not block. */
  private FutureTask<List<InetAddress>> here(String address) {
    var task = new FutureTask<List<InetAddress>>(() -> List.of(resolver.resolve(address)));
    task.run();
    return task;
  }

  private FutureTask<List<InetAddress>> shared(String host) {
    // The lookup is removed before it completes, so that a later call starts a new lookup.
    var mine =
        new FutureTask<List<InetAddress>>(
            () -> {
              try {
                return List.of(resolver.resolve(host));
              } finally {
                underWay.remove(host);
              }
            });
    FutureTask<List<InetAddress>> earlier = underWay.putIfAbsent(host, mine);
    if (earlier != null) {
      return earlier;
    }
    try {
      executor.execute(mine);
    } catch (RejectedExecutionException | Error e) { // most often: no thread can be started
      underWay.remove(host, mine);
      mine.cancel(false);
    }
    return mine;
  }
}
