package io.dynamo.server.http;

import io.dynamo.server.frontend.InFlight;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads one request's body into memory, if it is short enough and the loop has room for it. A body
 * that says it is too long is refused before any of it is read, one in chunks as soon as it is.
 * What the client still sends then is thrown away, up to a bound, so that it gets to see the
 * answer. Confined to the loop of the request.
 */
final class BodyReader {
  /** How much of a refused body is thrown away before the connection is closed. */
  static final long MAX_DISCARDED_BYTES = 256L << 20;

  /** For how long. */
  static final long MAX_DISCARD_MILLIS = 10_000;

  private static final byte[] NOTHING = {};

  private final Vertx vertx;
  private final InFlight inFlight;
  private final int maxBytes;
  private final HttpServerRequest request;
  private final Consumer<byte[]> whole;
  private byte[] bytes = NOTHING;
  private int length;
  private int reserved;
  private boolean over;
  private long discarded;

  BodyReader(
      Vertx vertx,
      InFlight inFlight,
      int maxBytes,
      HttpServerRequest request,
      Consumer<byte[]> whole) {
    this.vertx = vertx;
    this.inFlight = inFlight;
    this.maxBytes = maxBytes;
    this.request = request;
    this.whole = whole;
  }

  /** Begins; {@code whole} is called with all of the body, or the request is answered here. */
  void start() {
    boolean waits = "100-continue".equalsIgnoreCase(request.getHeader("Expect"));
    long declared = declaredLength();
    if (declared > maxBytes) {
      refuse(tooLarge("it has " + declared), waits);
      return;
    }
    if (declared > 0 && !reserve((int) declared)) {
      refuse(noRoom(), waits);
      return;
    }
    request.exceptionHandler(gone -> giveUp());
    request.handler(this::onChunk);
    request.endHandler(end -> Responder.guard(request, this::onEnd));
    if (waits) {
      request.response().writeContinue();
    }
  }

  private long declaredLength() {
    String header = request.getHeader("Content-Length");
    return header == null ? 0 : Long.parseLong(header);
  }

  private void onChunk(Buffer chunk) {
    if (over) {
      discard(chunk);
      return;
    }
    long now = (long) length + chunk.length();
    if (now > maxBytes) {
      giveUp();
      refuse(tooLarge("at least " + now + " were sent"), false);
    } else if (!makeRoom((int) now)) {
      giveUp();
      refuse(noRoom(), false);
    } else {
      chunk.getBytes(bytes, length);
      length = (int) now;
    }
  }

  private void onEnd() {
    if (over) {
      return;
    }
    byte[] body = bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    giveUp();
    whole.accept(body);
  }

  /** Makes the array long enough; one of a declared length gets it at once. */
  private boolean makeRoom(int needed) {
    if (needed <= bytes.length) {
      return true;
    }
    int capacity =
        needed <= reserved ? reserved : (int) Math.min(maxBytes, Math.max(needed, 2L * needed));
    if (capacity > reserved && !reserve(capacity - reserved)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, capacity);
    return true;
  }

  private boolean reserve(int more) {
    if (!inFlight.tryReserve(more)) {
      return false;
    }
    reserved += more;
    return true;
  }

  /** Gives back what was reserved; from here on chunks are thrown away. */
  private void giveUp() {
    over = true;
    inFlight.release(reserved);
    reserved = 0;
    bytes = NOTHING;
  }

  /**
   * Answers before the end of the body.
   *
   * @param waits whether the client sends its body only after a "100 Continue", which it does not
   *     get: it is not known whether it will send it, so the connection ends
   */
  private void refuse(Problem problem, boolean waits) {
    over = true;
    if (waits) {
      request.response().putHeader("Connection", "close");
      Responder.problem(request, problem).onComplete(done -> request.connection().close());
      return;
    }
    long timer = vertx.setTimer(MAX_DISCARD_MILLIS, late -> request.connection().close());
    request.exceptionHandler(gone -> vertx.cancelTimer(timer));
    request.handler(this::onChunk);
    request.endHandler(end -> vertx.cancelTimer(timer));
    Responder.problem(request, problem);
  }

  private void discard(Buffer chunk) {
    discarded += chunk.length();
    if (discarded > MAX_DISCARDED_BYTES) {
      request.connection().close();
    }
  }

  private Problem tooLarge(String found) {
    return Problems.valueTooLarge(
        maxBytes, "the value must be at most " + maxBytes + " bytes, " + found);
  }

  private static Problem noRoom() {
    return Problems.overloaded("the values under way fill the node's memory for them; try later");
  }
}
