package io.dynamo.server.command.transfer;

import io.dynamo.api.Key;
import io.dynamo.server.command.remote.Failure;
import io.dynamo.server.command.remote.KeyValues;
import io.dynamo.server.command.remote.Reading;
import io.dynamo.server.command.remote.Writing;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts one file: gets first, leaves equal bytes alone, and puts with the context of the get, so
 * that it takes the place of all it saw. A put of unknown outcome is followed by another get, which
 * tells whether it happened.
 */
final class ImportTask implements FileTask {
  private final KeyValues reads;
  private final KeyValues writes;
  private final Retries retries;

  /** Reads through the one, with its quorum, and writes through the other. */
  ImportTask(KeyValues reads, KeyValues writes, Retries retries) {
    this.reads = reads;
    this.writes = writes;
    this.retries = retries;
  }

  @Override
  public FileOutcome run(Key key, byte[] value) throws InterruptedException {
    String requestId = UUID.randomUUID().toString();
    boolean mayBePut = false;
    for (int tries = 1; ; tries++) {
      Failure failure;
      Reading reading = reads.get(key);
      if (reading instanceof Failure unread) {
        failure = unread;
      } else if (reading instanceof Reading.Found found && found.isExactly(value)) {
        return mayBePut ? FileOutcome.PUT : FileOutcome.EQUAL;
      } else {
        Writing writing = writes.put(key, context(reading), value, requestId);
        if (!(writing instanceof Failure unwritten)) {
          return FileOutcome.PUT;
        }
        failure = unwritten;
        mayBePut |= failure.kind() == Failure.Kind.UNKNOWN;
      }
      boolean again = failure.passes() || failure.kind() == Failure.Kind.UNKNOWN;
      if (!again || tries == retries.tries()) {
        return outcome(failure, mayBePut);
      }
      retries.pause(tries);
    }
  }

  private static @Nullable String context(Reading reading) {
    return reading instanceof Reading.Found found
        ? found.context()
        : ((Reading.Absent) reading).context();
  }

  private static FileOutcome outcome(Failure failure, boolean mayBePut) {
    FileOutcome.Kind kind =
        switch (failure.kind()) {
          case UNKNOWN -> FileOutcome.Kind.UNKNOWN;
          case UNAVAILABLE -> mayBePut ? FileOutcome.Kind.UNKNOWN : FileOutcome.Kind.UNAVAILABLE;
          case TOO_LARGE -> FileOutcome.Kind.SKIPPED;
          case REFUSED, FAILED -> FileOutcome.Kind.FAILED;
        };
    return new FileOutcome(kind, failure.detail());
  }
}
