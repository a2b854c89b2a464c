package io.dynamo.testkit.history;

/** What a cluster promises its clients, each as the way in which it is broken. */
public enum Invariant {
  /** (a) A put that was acknowledged is neither there at the end, nor did a later write see it. */
  LOST('a'),
  /** (c) A value was shown that nobody had put by then, or only puts that wrote nothing. */
  INVENTED('c'),
  /** (c) A value is there at the end although an acknowledged write had seen and replaced it. */
  RESURRECTED('c'),
  /** (d) Values were shown as siblings that are the same, or of which one had seen the other. */
  NOT_CONCURRENT('d');

  private final char letter;

  Invariant(char letter) {
    this.letter = letter;
  }

  /** By which it is called in short. */
  public char letter() {
    return letter;
  }
}
