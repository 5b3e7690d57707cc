// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.core.config.OAuthClientConfig;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Threads for one authorization server, apart by what they do, so that visitors and revocations
 * cannot keep a grant from its refresh. Each pool refers to the whole by its thread factory:
 * together they stay in the table of servers while one of them is in use or has a thread.
 */
public final class ServerTasks {

  private final ThreadFactory threads;
  private final int waiting;
  private final Tasks grants;
  private final Tasks visitors;
  private final Tasks revocations;
  private final Tasks discovery;
  private final TaskPool providers;

  /**
   * @param server as names of threads show it
   * @param stranded what no timer has, of all servers
   */
  ServerTasks(
      String server, OAuthClientConfig config, ThreadFactory threads, Queue<Runnable> stranded) {
    this.threads = threads;
    this.waiting = config.waitingTasks();
    int requests = config.concurrentRequests();
    grants = new Tasks(config, pool("hexauth-" + server, requests), stranded);
    visitors =
        new Tasks(
            config,
            pool("hexauth-visitors-" + server, config.concurrentAuthorizations()),
            stranded);
    revocations =
        new Tasks(
            config,
            pool("hexauth-revocations-" + server, config.concurrentRevocations()),
            stranded);
    discovery = new Tasks(config, pool("hexauth-discovery-" + server, 1), stranded);
    providers = pool("hexauth-providers-" + server, requests);
  }

  private TaskPool pool(String name, int size) {
    return new TaskPool(size, waiting, new NamedDaemons(name, this::thread));
  }

  private Thread thread(Runnable task) {
    return threads.newThread(task);
  }

  /** {@return those for grants that exist, and for what the client obtains by itself} */
  public Tasks grants() {
    return grants;
  }

  /** {@return those for authorizations that visitors begin and finish, code exchanges included} */
  public Tasks visitors() {
    return visitors;
  }

  /** {@return those for revocation requests} */
  public Tasks revocations() {
    return revocations;
  }

  /** {@return those for metadata that the server publishes, one fetch at a time} */
  public Tasks discovery() {
    return discovery;
  }

  /**
   * {@return those for token providers of the application, which may block} Suppliers of secrets
   * and credentials run with the request that needs them.
   */
  public ExecutorService providers() {
    return providers;
  }

  /** Takes nothing. */
  void close() {
    grants.close();
    visitors.close();
    revocations.close();
    discovery.close();
    providers.shutdown();
  }
}
