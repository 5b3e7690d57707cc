// SPDX-License-Identifier: Apache-2.0
package io.hexauth.core.internal.concurrent;

import io.hexauth.core.config.OAuthClientConfig;
import java.util.Queue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadFactory;

/**
 * Threads for one authorization server, separated by kind of work, so that visitors and revocations
 * cannot delay the refresh of a grant. Each pool refers to this object through its thread factory.
 * So the object stays in the table of servers while one of the pools is in use or has a thread.
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
   * Creates the pools of one server.
   *
   * @param server the name of the server in thread names
   * @param config the limits
   * @param threads the factory of the threads
   * @param stranded the tasks of all servers for which no timer thread could be started
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

  /** {@return the threads for refreshes, and for grants that the client obtains by itself} */
  public Tasks grants() {
    return grants;
  }

  /** {@return the threads for authorizations of visitors, including code exchanges} */
  public Tasks visitors() {
    return visitors;
  }

  /** {@return the threads for revocation requests} */
  public Tasks revocations() {
    return revocations;
  }

  /** {@return the thread that fetches published metadata, one fetch at a time} */
  public Tasks discovery() {
    return discovery;
  }

  /**
   * {@return the threads for token providers of the application, which may block} Suppliers of
   * secrets and credentials run on the thread of their request.
   */
  public ExecutorService providers() {
    return providers;
  }

  /** Stops accepting tasks. */
  void close() {
    grants.close();
    visitors.close();
    revocations.close();
    discovery.close();
    providers.shutdown();
  }
}
