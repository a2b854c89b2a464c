package io.dynamo.server.command.transfer;

import io.dynamo.api.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Does one task with many files, several at a time, and counts and shows how it goes. */
final class Transfer {
  /** The bytes of files and of what they are compared with. */
  private static final int BUDGET_BYTES = 64 << 20;

  private final FileTask task;
  private final Tally tally;
  private final Progress progress;
  private final ByteBudget budget = new ByteBudget(BUDGET_BYTES);

  Transfer(FileTask task, Tally tally, Progress progress) {
    this.task = task;
    this.tally = tally;
    this.progress = progress;
  }

  /**
   * Does all files; blocks.
   *
   * @param parallel how many at a time
   */
  void run(List<TreeFile> files, int parallel) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(parallel);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < parallel; i++) {
        ends.add(
            threads.submit(
                () -> {
                  work(files, next);
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("a bug while doing a file: " + e.getCause(), e.getCause());
    } finally {
      threads.shutdownNow();
    }
    progress.clear();
  }

  private void work(List<TreeFile> files, AtomicInteger next) throws InterruptedException {
    for (int i = next.getAndIncrement(); i < files.size(); i = next.getAndIncrement()) {
      TreeFile file = files.get(i);
      FileOutcome outcome = outcome(file);
      tally.add(file, outcome);
      if (!outcome.kind().isGood()) {
        progress.tell(file.name() + ": " + outcome.kind().word() + ": " + outcome.detail());
      }
      progress.update(tally);
    }
  }

  private FileOutcome outcome(TreeFile file) throws InterruptedException {
    Key key = file.key();
    if (key == null) {
      return skipped("its name is no legal key: not UTF-8, or too long");
    }
    FileBytes read = FileBytes.read(file.path(), budget);
    if (read instanceof FileBytes.TooLarge large) {
      return skipped("too large for a value: " + large.size() + " bytes");
    }
    if (read instanceof FileBytes.Unreadable unreadable) {
      return new FileOutcome(FileOutcome.Kind.FAILED, unreadable.reason());
    }
    FileBytes.Whole whole = (FileBytes.Whole) read;
    try {
      return task.run(key, whole.bytes());
    } finally {
      budget.giveBack(whole.room());
    }
  }

  private static FileOutcome skipped(String detail) {
    return new FileOutcome(FileOutcome.Kind.SKIPPED, detail);
  }
}
