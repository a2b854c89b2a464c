package io.dynamo.bench.load;

/** What is to be said of one operation, each exactly one of these. */
enum Verdict {
  /** Answered, and rightly. */
  OK,
  /**
   * Answered, but a get showed only what its writer had replaced before it began, which sloppy
   * quorums allow (Dynamo §4.6). Counts as ok, and is also counted apart.
   */
  STALE,
  /**
   * Answered, but a get showed beside the newest value an acknowledged one that this had replaced.
   * A put that the client sent to a second node, because the first fell silent, could leave that if
   * its retry were not known as one (rule V10). Counts as wrong, and is also counted apart.
   */
  REVIVED,
  /** Refused, or nobody could be reached: it did nothing. */
  UNAVAILABLE,
  /** A put that may have happened. */
  UNKNOWN,
  /** A get that showed what cannot be, or lacked what must be. */
  WRONG
}
