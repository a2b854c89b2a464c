package io.dynamo.replication.coordination;

import io.dynamo.api.node.Events;
import io.dynamo.api.node.FailureDetector;
import io.dynamo.api.node.Membership;
import io.dynamo.api.node.Scheduler;
import io.dynamo.api.node.Transport;
import io.dynamo.api.versioning.Versioning;
import io.dynamo.replication.store.LocalStore;

/** What the machines of one request loop are lent; all of it belongs to that loop. */
record Ports(
    Membership membership,
    LocalStore store,
    Transport transport,
    Scheduler scheduler,
    FailureDetector detector,
    Versioning versioning,
    Events events) {
  /** After so long without an answer a healthy cluster would have answered. */
  static final long SLOW_NANOS = 150_000_000;
}
