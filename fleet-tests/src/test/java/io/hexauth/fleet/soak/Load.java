// SPDX-License-Identifier: Apache-2.0
package io.hexauth.fleet.soak;

import io.hexauth.fleet.harness.Answer;
import io.hexauth.fleet.harness.Fleet;
import io.hexauth.fleet.harness.Member;
import io.hexauth.fleet.node.Settings;
import io.hexauth.fleet.node.Settings.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Users of the application, who do not know the faults, and consent again when they are asked to.
 */
final class Load {

  private static final int USERS = 32;
  private static final int[] THREADS = {1, 1, 1, 4, 16};
  private static final String NEEDED = "failed:ReauthorizationRequired:";

  private final Fleet fleet;
  private final History history;
  private final CountDownLatch end;
  private final List<String> users = new ArrayList<>();
  private final Map<String, ReentrantLock> desks = new ConcurrentHashMap<>();

  Load(Fleet fleet, History history, CountDownLatch end) {
    this.fleet = fleet;
    this.history = history;
    this.end = end;
    for (int i = 0; i < USERS; i++) {
      String user = fleet.user(Pace.SOAK, Settings.STRICT);
      users.add(user);
      desks.put(user, new ReentrantLock());
      fleet.consent(member(new Random(i)), user).token();
    }
  }

  List<String> users() {
    return users;
  }

  private Member member(Random random) {
    return fleet.members().get(random.nextInt(fleet.members().size()));
  }

  /** Makes the calls of one user after the other. */
  void run(long seed) {
    var random = new Random(seed);
    while (end.getCount() > 0) {
      Member member = member(random);
      String user = users.get(random.nextInt(users.size()));
      try {
        int dice = random.nextInt(1_000);
        if (dice < 3) {
          history.count("revocations");
          member.revoke(user);
        } else if (dice < 20) {
          returned(member, user, member.refreshing(user).get(30, TimeUnit.SECONDS));
        } else {
          int threads = THREADS[random.nextInt(THREADS.length)];
          returned(member, user, member.using(user, threads).get(30, TimeUnit.SECONDS));
        }
      } catch (ExecutionException | AssertionError e) {
        history.count("node was dead");
      } catch (TimeoutException e) {
        history.count("node did not answer");
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void returned(Member member, String user, Answer answer) {
    history.returned(member.toString(), user, answer);
    boolean needed = answer.outcomes().keySet().stream().anyMatch(o -> o.startsWith(NEEDED));
    ReentrantLock desk = desks.get(user);
    if (needed && desk.tryLock()) {
      try {
        fleet.consent(member, user);
        history.count("consents");
      } catch (RuntimeException e) {
        history.count("consents that failed");
      } finally {
        desk.unlock();
      }
    }
  }
}
