package io.dynamo.protocol;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames to a socket, all small ones of one turn of the event loop in one go. A batch is
 * written early when it reaches {@value #BATCH_BYTES} bytes; a frame that is longer goes alone, in
 * pieces of {@value #PIECE_BYTES} that share its array, so that progress can be seen. Belongs to
 * one connection and its event loop.
 *
 * <p>It takes whatever it is given: whoever writes looks at {@link #queuedBytes()} first.
 */
public final class FrameWriter {
  /** How many bytes are collected at most before they are written. */
  public static final int BATCH_BYTES = 64 * 1024;

  private static final int PIECE_BYTES = 1 << 20;

  private final WriteStream<Buffer> socket;
  private final Consumer<Runnable> nextTurn;
  private @Nullable Buffer batch;
  private boolean flushScheduled;
  private long queuedBytes;
  private long lowBytes;
  private Runnable onLow = () -> {};
  private long sentBytes;

  /**
   * A writer to this socket.
   *
   * @param nextTurn runs a task after what the loop is doing now: {@code context::runOnContext}
   */
  public FrameWriter(WriteStream<Buffer> socket, Consumer<Runnable> nextTurn) {
    this.socket = socket;
    this.nextTurn = nextTurn;
  }

  /**
   * Asks to be told whenever the queued bytes fall below this many.
   *
   * @param task runs on the loop
   */
  public void onQueuedBelow(long bytes, Runnable task) {
    lowBytes = bytes;
    onLow = task;
  }

  /**
   * Queues a frame.
   *
   * @param frame its length in front, as the codecs make it; it must not change any more
   */
  public void write(byte[] frame) {
    queuedBytes += frame.length;
    if (batch != null && batch.length() + frame.length > BATCH_BYTES) {
      flush();
    }
    if (frame.length > BATCH_BYTES) {
      Buffer whole = Buffer.buffer(frame);
      for (int at = 0; at < frame.length; at += PIECE_BYTES) {
        send(whole.slice(at, Math.min(frame.length, at + PIECE_BYTES)));
      }
      return;
    }
    if (batch == null) {
      batch = Buffer.buffer(Math.max(1024, frame.length));
    }
    batch.appendBytes(frame);
    if (!flushScheduled) {
      flushScheduled = true;
      nextTurn.accept(this::onTurn);
    }
  }

  /** Hands what is collected to the socket now, as before closing it. */
  public void flush() {
    Buffer full = batch;
    if (full != null) {
      batch = null;
      send(full);
    }
  }

  /** The bytes that were given to this writer and have not gone to the operating system. */
  public long queuedBytes() {
    return queuedBytes;
  }

  /** The bytes that have gone to the operating system, or were lost with the socket, so far. */
  public long sentBytes() {
    return sentBytes;
  }

  private void onTurn() {
    flushScheduled = false;
    flush();
  }

  private void send(Buffer bytes) {
    int count = bytes.length();
    socket.write(bytes).onComplete(written -> onSent(count));
  }

  private void onSent(int count) {
    boolean low = queuedBytes < lowBytes;
    queuedBytes -= count;
    sentBytes += count;
    if (!low && queuedBytes < lowBytes) {
      onLow.run();
    }
  }
}
