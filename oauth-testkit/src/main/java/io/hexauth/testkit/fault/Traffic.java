// SPDX-License-Identifier: Apache-2.0
package io.hexauth.testkit.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Current instructions of a proxy, which decide about each piece of data that arrives. */
final class Traffic {

  /** Instruction for all connections. */
  enum Flow {
    PASS,
    HOLD_REQUESTS,
    HOLD_ANSWERS,
    BLACK_HOLE,
    CLOSED
  }

  /** Decision about some bytes. */
  enum Verdict {
    FORWARD,
    LOSE,
    RESET
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<Cut> armed = new ArrayList<>();
  private final AtomicLong lost = new AtomicLong();
  private Flow flow = Flow.PASS;

  /** Counts lost bytes. The caller has already marked the connection as one that lost bytes. */
  void lose(int bytes) {
    lost.addAndGet(bytes);
  }

  long lost() {
    return lost.get();
  }

  /** {@return true if the instruction was changed; false after the proxy was closed} */
  boolean flow(Flow next) {
    lock.lock();
    try {
      if (flow == Flow.CLOSED) {
        return false;
      }
      flow = next;
      if (next == Flow.PASS) {
        armed.clear();
      }
      changed.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes waiting threads, because their connection may be closed. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  Cut arm(Cut cut) {
    lock.lock();
    try {
      armed.add(cut);
      return cut;
    } finally {
      lock.unlock();
    }
  }

  /** Decides about bytes of a client. Waits while requests are held. */
  Verdict ofRequest(Link link, byte[] bytes, int length) throws InterruptedException {
    lock.lock();
    try {
      Optional<Cut> cut = claim(link, bytes, length);
      if (cut.isPresent() && !cut.get().isAfterForwarding()) {
        cut.get().done();
        return Verdict.RESET;
      }
      cut.ifPresent(link::cutWhenAnswered);
      return verdict(link, Flow.HOLD_REQUESTS);
    } finally {
      lock.unlock();
    }
  }

  private Optional<Cut> claim(Link link, byte[] bytes, int length) {
    if (length <= 0) {
      return Optional.empty();
    }
    Iterator<Cut> cuts = armed.iterator();
    while (cuts.hasNext()) {
      Cut cut = cuts.next();
      if (cut.isFor(link.endOfRequest(cut.overlap()), bytes, length)) {
        cuts.remove();
        return Optional.of(cut);
      }
    }
    link.remember(bytes, length);
    return Optional.empty();
  }

  /** Decides about bytes of the server. Waits while answers are held. */
  Verdict ofAnswer(Link link, int length) throws InterruptedException {
    lock.lock();
    try {
      Optional<Cut> cut = length > 0 ? link.cutWhenAnswered() : Optional.empty();
      if (cut.isPresent()) {
        cut.get().done();
        return Verdict.RESET;
      }
      return verdict(link, Flow.HOLD_ANSWERS);
    } finally {
      lock.unlock();
    }
  }

  private Verdict verdict(Link link, Flow held) throws InterruptedException {
    while (flow == held && !link.isReset()) {
      changed.await();
    }
    if (link.isReset()) {
      return Verdict.RESET;
    }
    return switch (flow) {
      case PASS, HOLD_REQUESTS, HOLD_ANSWERS -> Verdict.FORWARD;
      case BLACK_HOLE -> Verdict.LOSE;
      case CLOSED -> Verdict.RESET;
    };
  }
}
