package io.dynamo.simulation.client;

import io.dynamo.api.Key;
import io.dynamo.api.request.PutCommand;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Quorum;
import io.dynamo.api.versioning.RequestIdentity;
import io.dynamo.api.versioning.VersionVector;
import io.dynamo.replication.versioning.RequestIdentities;
import io.dynamo.simulation.node.SimulatedNode;
import io.dynamo.testkit.history.Operation;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One write of a client, which tries it again with the same request identity when it does not know
 * whether it happened (rule V10).
 */
final class WriteAttempts {
  private static final int MOST_RETRIES = 2;
  private static final long SECOND = 1_000_000_000L;

  private final Workload workload;
  private final Wish wish;
  private final PutCommand command;
  private int retriesLeft;

  /** What a client wants written. */
  record Wish(
      String client,
      String key,
      String id,
      boolean delete,
      int contextOf,
      VersionVector context,
      Quorum quorum) {}

  /**
   * A write that has not begun.
   *
   * @param identified whether it has a request id; else it is not tried again
   */
  WriteAttempts(Workload workload, Wish wish, boolean identified) {
    this.workload = workload;
    this.wish = wish;
    byte[] id = wish.id().getBytes(StandardCharsets.UTF_8);
    byte[] value = wish.delete() ? new byte[0] : id;
    @Nullable RequestIdentity identity =
        identified ? RequestIdentities.of(id, wish.context(), wish.delete(), value) : null;
    this.command =
        new PutCommand(
            Key.of(wish.key()), wish.context(), wish.delete(), value, identity, wish.quorum());
    this.retriesLeft = identified ? MOST_RETRIES : 0;
  }

  void begin(SimulatedNode entry) {
    int number = beginInHistory();
    Consumer<@Nullable PutOutcome> judge = workload.watcher().onPut(entry, wish.id(), command);
    String what = wish.delete() ? " deletes (" : " puts (";
    workload.trace(
        number,
        wish.client()
            + what
            + wish.id()
            + ") by "
            + entry.id()
            + " seen "
            + wish.context()
            + " "
            + wish.quorum());
    Pending<PutOutcome> pending =
        new Pending<>(
            outcome -> {
              judge.accept(outcome);
              ended(number, outcome);
            });
    entry.put(command, pending::answer);
    workload.cluster().time().after(wish.quorum().timeoutNanos() + SECOND / 2, pending::giveUp);
  }

  private int beginInHistory() {
    return wish.delete()
        ? workload
            .history()
            .beginDelete(wish.client(), wish.key(), wish.id(), wish.contextOf(), workload.now())
        : workload
            .history()
            .beginPut(wish.client(), wish.key(), wish.id(), wish.contextOf(), workload.now());
  }

  private void ended(int number, @Nullable PutOutcome outcome) {
    workload.trace(number, String.valueOf(outcome));
    workload.history().end(number, known(outcome), workload.now());
    if (outcome instanceof PutOutcome.Stored stored) {
      VersionVector context = stored.context();
      if (context != null) {
        workload.sessions().add(wish.key(), number, context);
      }
    } else if (retriesLeft > 0) {
      retriesLeft--;
      long pause = workload.chance().between(SECOND / 10, 2 * SECOND);
      workload.cluster().time().after(pause, this::retry);
    }
  }

  private void retry() {
    SimulatedNode entry = workload.anyEntry();
    if (entry != null) {
      workload.cluster().counters().add("retry");
      begin(entry);
    }
  }

  private static Operation.Outcome known(@Nullable PutOutcome outcome) {
    if (outcome instanceof PutOutcome.Stored) {
      return Operation.Outcome.ACKNOWLEDGED;
    }
    return outcome == null || outcome instanceof PutOutcome.Unknown
        ? Operation.Outcome.UNKNOWN
        : Operation.Outcome.NOTHING_WRITTEN;
  }
}
