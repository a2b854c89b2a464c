package io.dynamo.bench.load;

import io.dynamo.client.CausalContext;
import io.dynamo.client.Failure;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that the one writer of a key knows of it, and so what a get may show.
 *
 * <p>One put is under way at a time, and each is written with a context that covers every put that
 * was acknowledged before it. So what was acknowledged is replaced by any later put, and siblings
 * come only from puts whose outcome is unknown or that failed. Two things are wrong: a value that
 * was never written, and nothing at all after an acknowledged put. An acknowledged value beside one
 * that replaced it is {@linkplain Verdict#REVIVED revived}; a get that shows only older values than
 * the last one acknowledged before it began is {@linkplain Verdict#STALE stale}. Thread-safe.
 */
final class KeyHistory {
  private final long writer;
  private final int key;
  private final Consumer<String> complaints;
  private final BitSet acknowledged = new BitSet();
  private int lastAcknowledged;
  private int issued;
  private boolean writing;
  private boolean mustRead;
  private @Nullable CausalContext context;

  /**
   * A key that was never written.
   *
   * @param complaints is told what is wrong with an answer, for people
   */
  KeyHistory(long writer, int key, Consumer<String> complaints) {
    this.writer = writer;
    this.key = key;
    this.complaints = complaints;
  }

  /** A put that begins now. */
  record PutStart(StampedValue value, @Nullable CausalContext context) {}

  /** What the writer knew when a get began. */
  record GetStart(int acknowledged, int issued, boolean writing) {}

  /** Whether a put is under way, so that none may begin. */
  synchronized boolean isWriting() {
    return writing;
  }

  /** Whether the context of the next put is not known until a get shows it. */
  synchronized boolean mustRead() {
    return mustRead;
  }

  /**
   * Begins a put.
   *
   * @throws IllegalStateException if one is under way, or the key must be read first
   */
  synchronized PutStart beginPut() {
    if (writing || mustRead) {
      throw new IllegalStateException(
          "key " + key + " cannot be put: " + writing + ", " + mustRead);
    }
    writing = true;
    issued++;
    return new PutStart(new StampedValue(writer, key, issued), context);
  }

  /** The put that is under way has ended like this. */
  synchronized Verdict endPut(PutResult result) {
    writing = false;
    if (result instanceof PutResult.Stored stored) {
      acknowledged.set(issued);
      lastAcknowledged = issued;
      context = stored.context();
      mustRead = stored.context() == null;
      return Verdict.OK;
    }
    mustRead = true;
    return result instanceof PutResult.Unknown ? Verdict.UNKNOWN : Verdict.UNAVAILABLE;
  }

  /** Begins a get. */
  synchronized GetStart beginGet() {
    return new GetStart(lastAcknowledged, issued, writing);
  }

  /** A get has ended like this. What it showed is what the next put replaces, if it is recent. */
  synchronized Verdict endGet(GetStart start, GetResult result) {
    if (result instanceof GetResult.Found found) {
      return judge(start, found);
    }
    if (result instanceof Failure) {
      return Verdict.UNAVAILABLE;
    }
    if (start.acknowledged() > 0) {
      return wrong("nothing, though " + start.acknowledged() + " was acknowledged");
    }
    learn(start, ((GetResult.NotFound) result).context());
    return Verdict.OK;
  }

  private Verdict judge(GetStart start, GetResult.Found found) {
    List<Integer> shown = new ArrayList<>(found.values().size());
    int newest = 0;
    for (byte[] bytes : found.values()) {
      StampedValue value = StampedValue.decode(bytes);
      if (value == null || !isOurs(value)) {
        return wrong((value == null ? "no value of a run" : value) + ", which was never written");
      }
      shown.add(value.sequence());
      newest = Math.max(newest, value.sequence());
    }
    if (newest < start.acknowledged()) {
      return Verdict.STALE;
    }
    learn(start, found.context());
    for (int sequence : shown) {
      if (sequence < newest && acknowledged.get(sequence)) {
        complain("showed " + shown + ", though " + sequence + " was acknowledged before " + newest);
        return Verdict.REVIVED;
      }
    }
    return Verdict.OK;
  }

  private Verdict wrong(String what) {
    complain("showed " + what);
    return Verdict.WRONG;
  }

  private void complain(String what) {
    complaints.accept("a get of " + Workload.keyName(writer, key) + " " + what);
  }

  private boolean isOurs(StampedValue value) {
    return value.writer() == writer
        && value.key() == key
        && value.sequence() >= 1
        && value.sequence() <= issued;
  }

  /** Takes over a context, unless a put was or came under way: then it may lack that one. */
  private void learn(GetStart start, @Nullable CausalContext seen) {
    if (!start.writing() && start.issued() == issued) {
      context = seen;
      mustRead = false;
    }
  }

  /** The last acknowledged put; 0 if there is none. */
  synchronized int lastAcknowledged() {
    return lastAcknowledged;
  }
}
