package io.dynamo.client;

/** What an update wants to become of a key. */
public sealed interface Change {
  /** This value in place of all that was there. */
  record Put(byte[] value) implements Change {}

  /** Nothing any more. */
  record Delete() implements Change {}

  /** Leave it as it is. */
  record None() implements Change {}

  static Change put(byte[] value) {
    return new Put(value);
  }

  static Change delete() {
    return new Delete();
  }

  static Change none() {
    return new None();
  }
}
