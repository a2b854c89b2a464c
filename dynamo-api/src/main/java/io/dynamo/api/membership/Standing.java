package io.dynamo.api.membership;

/** What a node is to its cluster. */
public enum Standing {
  /** It has a share of the ring, or is getting one. */
  MEMBER(1),
  /** It gives away what it keeps, and gets nothing more. */
  LEAVING(2),
  /** It left, with nothing on it any more. */
  GONE(3),
  /** It was given up as dead. If it comes back it is refused. */
  REMOVED(4);

  private final int code;

  Standing(int code) {
    this.code = code;
  }

  /** Its number in checkpoints; never used again for another. */
  int code() {
    return code;
  }

  /**
   * The standing of this number.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Standing ofCode(int code) {
    for (Standing standing : values()) {
      if (standing.code == code) {
        return standing;
      }
    }
    throw new IllegalArgumentException("no standing has the number " + code);
  }

  /** Whether it takes part in the cluster. */
  public boolean isMember() {
    return this == MEMBER || this == LEAVING;
  }
}
