package io.dynamo.server.command.remote;

/** A request that got no answer. */
public final class UnansweredException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean sent;

  UnansweredException(String message, boolean sent, Throwable cause) {
    super(message, cause);
    this.sent = sent;
  }

  /** Whether it may have reached the node, so that a write may have happened. */
  public boolean sent() {
    return sent;
  }
}
