package io.dynamo.client;

/** How an update ended. */
public sealed interface UpdateResult {
  /** The change is stored; if it says more than one sibling, another writer was as fast. */
  record Updated(PutResult.Stored stored, int attempts) implements UpdateResult {}

  /** The function wanted nothing changed. */
  record Unchanged() implements UpdateResult {}

  /**
   * It did not succeed within the attempts; with {@link PutResult.Unknown} it may have happened.
   */
  record Failed(PutResult last, int attempts) implements UpdateResult {}
}
