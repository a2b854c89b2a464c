package io.dynamo.protocol;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what a socket delivers into frames: each byte is copied once into its frame's array, which
 * grows with what has really come, never ahead of it by more than a factor of two. Belongs to one
 * connection and its event loop.
 *
 * <p>After the first broken frame it drops everything: no later byte can be trusted to begin one.
 */
public final class FrameReader {
  private static final int FIRST_BYTES = 64 * 1024;
  private static final byte[] NONE = new byte[0];

  private final int maxFrameBytes;
  private final FrameHandler handler;

  private int headerBytes;
  private int length;
  private byte[] body = NONE;
  private int bodyBytes;

  private @Nullable Buffer rest;
  private int restFrom;
  private boolean paused;
  private boolean reading;
  private boolean broken;

  /** What is done with each frame. */
  public interface FrameHandler {
    /** The next one, in order. It may pause the reader. */
    void onFrame(Frame frame);

    /**
     * A frame is longer than allowed, or no envelope. Called once and last; the connection must be
     * closed.
     *
     * @param reason for the other end and for people
     */
    void onBroken(String reason);
  }

  /**
   * A reader at the beginning of a connection.
   *
   * @param maxFrameBytes the longest frame that is taken, without its length field
   */
  public FrameReader(int maxFrameBytes, FrameHandler handler) {
    this.maxFrameBytes = maxFrameBytes;
    this.handler = handler;
  }

  /** Takes the next bytes of the connection; while paused they are kept. */
  public void read(Buffer chunk) {
    if (broken) {
      return;
    }
    if (rest == null) {
      rest = chunk;
      restFrom = 0;
    } else {
      rest = rest.getBuffer(restFrom, rest.length()).appendBuffer(chunk);
      restFrom = 0;
    }
    drain();
  }

  /** Delivers no frame until {@link #resume()}; the socket must be paused too, or bytes pile up. */
  public void pause() {
    paused = true;
  }

  /** Goes on, beginning with what was kept. */
  public void resume() {
    paused = false;
    drain();
  }

  private void drain() {
    if (reading) {
      return;
    }
    reading = true;
    try {
      while (!paused && !broken && rest != null) {
        Buffer chunk = rest;
        restFrom = headerBytes < Frame.HEADER_BYTES ? header(chunk) : body(chunk);
        if (restFrom == chunk.length()) {
          rest = null;
        }
        if (!broken && headerBytes == Frame.HEADER_BYTES && bodyBytes == length) {
          deliver();
        }
      }
    } finally {
      reading = false;
    }
  }

  /** Takes bytes of the length field. */
  private int header(Buffer chunk) {
    int at = restFrom;
    while (at < chunk.length() && headerBytes < Frame.HEADER_BYTES) {
      length = length << 8 | chunk.getUnsignedByte(at++);
      headerBytes++;
    }
    if (headerBytes == Frame.HEADER_BYTES && (length < 0 || length > maxFrameBytes)) {
      fail(
          "frame of "
              + Integer.toUnsignedLong(length)
              + " bytes, at most "
              + maxFrameBytes
              + " are taken");
    }
    return at;
  }

  /** Takes bytes of the envelope. */
  private int body(Buffer chunk) {
    int count = Math.min(chunk.length() - restFrom, length - bodyBytes);
    if (bodyBytes + count > body.length) {
      long grown = Math.max(Math.max(FIRST_BYTES, bodyBytes + count), 2L * body.length);
      body = Arrays.copyOf(body, (int) Math.min(length, grown));
    }
    chunk.getBytes(restFrom, restFrom + count, body, bodyBytes);
    bodyBytes += count;
    return restFrom + count;
  }

  private void deliver() {
    byte[] whole = body;
    headerBytes = 0;
    length = 0;
    body = NONE;
    bodyBytes = 0;
    Frame frame;
    try {
      frame = Frame.decode(whole);
    } catch (DecodeException e) {
      fail(e.reason());
      return;
    }
    handler.onFrame(frame);
  }

  private void fail(String reason) {
    broken = true;
    rest = null;
    body = NONE;
    handler.onBroken(reason);
  }
}
