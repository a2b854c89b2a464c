package io.dynamo.testkit.history;

import io.dynamo.testkit.history.Operation.Kind;
import io.dynamo.testkit.history.Operation.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The operations of all clients of a run, in the order of their starts. An operation that was begun
 * and not ended stands there as {@link Outcome#UNKNOWN} or {@link Outcome#UNANSWERED}: a client
 * that is killed needs to do nothing. Thread-safe.
 */
public final class History {
  private final List<Operation> operations = new ArrayList<>();

  /** A get is sent now. @return its number */
  public int beginGet(String client, String key, long nowNanos) {
    return begin(client, key, Kind.GET, "", Operation.NO_CONTEXT, nowNanos);
  }

  /**
   * A put is sent now.
   *
   * @param value that no other put of the key writes, other than retries of this one
   * @param contextOf see {@link Operation#contextOf}
   * @return its number
   */
  public int beginPut(String client, String key, String value, int contextOf, long nowNanos) {
    return begin(client, key, Kind.PUT, value, contextOf, nowNanos);
  }

  /**
   * A delete is sent now.
   *
   * @param name that no other write of the key has, other than retries of this one
   * @return its number
   */
  public int beginDelete(String client, String key, String name, int contextOf, long nowNanos) {
    return begin(client, key, Kind.DELETE, name, contextOf, nowNanos);
  }

  private synchronized int begin(
      String client, String key, Kind kind, String writeId, int contextOf, long nowNanos) {
    int number = operations.size();
    Outcome open = kind == Kind.GET ? Outcome.UNANSWERED : Outcome.UNKNOWN;
    operations.add(
        new Operation(
            number,
            client,
            key,
            kind,
            writeId,
            contextOf,
            open,
            List.of(),
            nowNanos,
            Operation.NEVER_ENDED));
    return number;
  }

  /** The client now knows how its write ended, or that its get has no answer. */
  public void end(int number, Outcome outcome, long nowNanos) {
    end(number, outcome, List.of(), nowNanos);
  }

  /** The get was answered with these values, none for "not found". */
  public void answered(int number, List<String> values, long nowNanos) {
    end(number, Outcome.ANSWERED, values, nowNanos);
  }

  private synchronized void end(int number, Outcome outcome, List<String> values, long nowNanos) {
    Operation begun = operations.get(number);
    if (begun.endNanos() != Operation.NEVER_ENDED) {
      throw new IllegalStateException("ended twice: " + begun);
    }
    operations.set(
        number,
        new Operation(
            number,
            begun.client(),
            begun.key(),
            begun.kind(),
            begun.writeId(),
            begun.contextOf(),
            outcome,
            values,
            begun.startNanos(),
            nowNanos));
  }

  /** All that was recorded until now, in the order of the starts; a copy. */
  public synchronized List<Operation> operations() {
    return List.copyOf(operations);
  }

  /** Writes one line for each operation; {@link OperationLine} says what is in it. */
  public void writeTo(Path file) throws IOException {
    Files.write(file, operations().stream().map(OperationLine::format).toList());
  }

  /**
   * What {@link #writeTo} wrote.
   *
   * @throws IllegalArgumentException if a line is not one of it
   */
  public static History readFrom(Path file) throws IOException {
    History history = new History();
    for (String line : Files.readAllLines(file)) {
      history.add(OperationLine.parse(line));
    }
    return history;
  }

  private synchronized void add(Operation operation) {
    if (operation.number() != operations.size()) {
      throw new IllegalArgumentException(
          "expected operation %d, was %s".formatted(operations.size(), operation));
    }
    operations.add(operation);
  }
}
