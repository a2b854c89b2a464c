package io.dynamo.protocol;

/**
 * Bytes of a connection do not make a message: they are damaged, cut, or of a newer version. It
 * concerns one message; the connection goes on where its frame had an id.
 */
public final class DecodeException extends Exception {
  private static final long serialVersionUID = 1;

  DecodeException(String message) {
    super(message);
  }

  DecodeException(String message, Throwable cause) {
    super(message, cause);
  }
}
