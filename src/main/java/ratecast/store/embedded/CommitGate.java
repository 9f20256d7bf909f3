package ratecast.store.embedded;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Keeps commits out of the middle of commands: commands that change something pass together, a
 * commit passes alone. What is on disk is therefore always the state between two commands, and a
 * killed process leaves no half document. Any thread.
 */
final class CommitGate {
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

  <T> T change(Supplier<T> command) {
    lock.readLock().lock();
    try {
      return command.get();
    } finally {
      lock.readLock().unlock();
    }
  }

  void alone(Runnable commit) {
    lock.writeLock().lock();
    try {
      commit.run();
    } finally {
      lock.writeLock().unlock();
    }
  }
}
