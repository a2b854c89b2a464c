package io.dynamo.testkit.history;

import java.util.List;

/**
 * One request of a client and its answer. All times of a history are of one clock.
 *
 * @param number of the operation in its history; numbers go up in the order of the starts
 * @param client who asked
 * @param writeId for a put the value it writes, which no other put of the key writes; for a delete
 *     a name of its own; empty for a get. A retry with the same request id has the same
 * @param contextOf the number of the operation whose returned context was handed in, or {@link
 *     #NO_CONTEXT}
 * @param values what a get was answered with, in the order of the answer; empty for writes
 * @param startNanos when it was sent
 * @param endNanos when the client knew the outcome or gave up; {@link #NEVER_ENDED} if it did
 *     neither
 */
public record Operation(
    int number,
    String client,
    String key,
    Kind kind,
    String writeId,
    int contextOf,
    Outcome outcome,
    List<String> values,
    long startNanos,
    long endNanos) {

  /** Instead of a number: no context was handed in. */
  public static final int NO_CONTEXT = -1;

  /** Instead of a time: the client was never told. */
  public static final long NEVER_ENDED = Long.MAX_VALUE;

  /** What was asked. */
  public enum Kind {
    GET,
    PUT,
    DELETE
  }

  /** What the client knows of it. */
  public enum Outcome {
    /** A write that was promised to be durable. */
    ACKNOWLEDGED,
    /** A write that was promised not to have happened and never to happen. */
    NOTHING_WRITTEN,
    /** A write that may have happened, or may yet. */
    UNKNOWN,
    /** A get with an answer, be it "not found". */
    ANSWERED,
    /** A get without one. */
    UNANSWERED
  }

  public Operation {
    values = List.copyOf(values);
    boolean get = kind == Kind.GET;
    if (get != (outcome == Outcome.ANSWERED || outcome == Outcome.UNANSWERED)) {
      throw new IllegalArgumentException("a %s cannot be %s".formatted(kind, outcome));
    }
    if (get && (!writeId.isEmpty() || contextOf != NO_CONTEXT)) {
      throw new IllegalArgumentException("a get writes nothing and hands in no context");
    }
    if (outcome != Outcome.ANSWERED && !values.isEmpty()) {
      throw new IllegalArgumentException("only an answered get has values, was " + values);
    }
    if (contextOf < NO_CONTEXT || contextOf >= number) {
      throw new IllegalArgumentException(
          "operation %d cannot have the context of %d".formatted(number, contextOf));
    }
    if (endNanos < startNanos) {
      throw new IllegalArgumentException(
          "operation %d starts at %d and ends at %d".formatted(number, startNanos, endNanos));
    }
  }

  /** Whether it is a put or delete that may have happened. */
  boolean mayHaveWritten() {
    return outcome == Outcome.ACKNOWLEDGED || outcome == Outcome.UNKNOWN;
  }

  /** Whether its answer may have carried a context. */
  boolean mayReturnContext() {
    return outcome == Outcome.ACKNOWLEDGED || outcome == Outcome.ANSWERED;
  }

  /** For people, on one line: {@code #7 c2 PUT x="v7" with the context of #5: ACKNOWLEDGED}. */
  @Override
  public String toString() {
    String what = kind == Kind.GET ? key : "%s=\"%s\"".formatted(key, writeId);
    String context = contextOf == NO_CONTEXT ? "" : " with the context of #" + contextOf;
    String answer = outcome == Outcome.ANSWERED ? " " + values : "";
    String end = endNanos == NEVER_ENDED ? "" : Long.toString(endNanos);
    return "#%d %s %s %s%s: %s%s (%d..%s ns)"
        .formatted(number, client, kind, what, context, outcome, answer, startNanos, end);
  }
}
