package io.dynamo.protocol;

/**
 * Bytes of a connection do not make a message: they are damaged, cut, or of a newer version. It
 * concerns one message; the connection goes on where its frame had an id.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  DecodeException(String reason) {
    super(reason);
    this.reason = reason;
  }

  DecodeException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** What is wrong with the bytes: the message, for the other end and for people. */
  public String reason() {
    return reason;
  }
}
