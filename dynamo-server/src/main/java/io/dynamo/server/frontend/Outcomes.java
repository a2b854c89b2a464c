package io.dynamo.server.frontend;

import io.dynamo.api.request.GetOutcome;
import io.dynamo.api.request.PutOutcome;
import io.dynamo.api.request.Refusal;

/** What clients are told of requests that did not succeed. Pure. */
final class Outcomes {
  private Outcomes() {}

  static KeyValueResult.Failed unavailable(GetOutcome.Unavailable get) {
    return new FailedBuilder(
            Failure.QUORUM_NOT_REACHED,
            get.repliers().size()
                + " of "
                + get.needed()
                + " needed replicas answered the get: "
                + get.reason())
        .number("needed", get.needed())
        .number("answered", get.repliers().size())
        .build();
  }

  static KeyValueResult.Failed unavailable(PutOutcome.Unavailable put) {
    return new FailedBuilder(
            Failure.QUORUM_NOT_REACHED,
            put.reachable()
                + " of "
                + put.needed()
                + " needed replicas could be reached, nothing was written: "
                + put.reason())
        .number("needed", put.needed())
        .number("answered", put.reachable())
        .build();
  }

  static KeyValueResult.Failed impossible(int needed, int members) {
    return new FailedBuilder(
            Failure.QUORUM_IMPOSSIBLE,
            "the request needs "
                + needed
                + " replicas and the cluster has "
                + members
                + (members == 1 ? " member" : " members")
                + ": no try can succeed")
        .number("needed", needed)
        .number("members", members)
        .build();
  }

  static KeyValueResult.Failed unknown(PutOutcome.Unknown put) {
    return new FailedBuilder(
            Failure.UNKNOWN_OUTCOME,
            "the put may have happened, or may yet: "
                + put.repliers().size()
                + " of "
                + put.needed()
                + " needed replicas have told that they have it: "
                + put.reason())
        .number("needed", put.needed())
        .number("answered", put.repliers().size())
        .build();
  }

  static KeyValueResult.Failed tooManySiblings(PutOutcome.TooManySiblings put, byte[] context) {
    return new FailedBuilder(
            Failure.TOO_MANY_SIBLINGS,
            "the key has "
                + put.siblings()
                + " siblings of "
                + put.bytes()
                + " bytes, its bound; a put with the context of this answer replaces them all")
        .number("siblings", put.siblings())
        .number("bytes", put.bytes())
        .context(context)
        .build();
  }

  static KeyValueResult.Failed refused(PutOutcome.Refused put) {
    return new FailedBuilder(
            failure(put.reason()), "nothing was written: " + put.reason() + ", " + put.detail())
        .build();
  }

  private static Failure failure(Refusal.Reason reason) {
    return switch (reason) {
      case DISK_FULL -> Failure.DISK_FULL;
      case STORAGE_FAILED, RECORD_DAMAGED -> Failure.STORAGE_FAILED;
      case OVERLOADED, HINTS_FULL -> Failure.OVERLOADED;
      case NOT_READY -> Failure.NOT_READY;
      case NOT_OWNER, OTHER_CLUSTER, REMOVED, NOT_UNDERSTOOD -> Failure.REFUSED;
    };
  }
}
