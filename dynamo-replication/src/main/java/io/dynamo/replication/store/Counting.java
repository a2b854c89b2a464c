package io.dynamo.replication.store;

/** How an owner counts that has stored something (rules H2, H4). */
enum Counting {
  /** As what it is. */
  AS_OWNER,
  /** As a future owner only: it has sealed the partition. */
  AS_SUCCESSOR,
  /** Not at all, but in place of one that fails: it was sealed for what did not come about. */
  APART
}
