package io.dynamo.membership;

/** A change cannot be made; the message tells an administrator why, and what would be right. */
public final class ChangeRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final String reason;

  ChangeRefusedException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** The message. */
  public String reason() {
    return reason;
  }
}
