package io.dynamo.replication.context;

/**
 * A context that must not be believed (rule V8). The message tells the client what to do instead.
 */
public final class BadContextException extends Exception {
  private static final long serialVersionUID = 1;

  private final Reason reason;

  BadContextException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** What is wrong with the context. */
  public enum Reason {
    /** It is no context at all: too short, too long, not base64url, or of an unknown format. */
    DAMAGED,
    /** No secret of this cluster made it as it is now: it was changed, cut or invented. */
    FORGED,
    /** It is of a get or put of another key. */
    OTHER_KEY,
    /** It was made by another cluster. */
    OTHER_CLUSTER
  }
}
