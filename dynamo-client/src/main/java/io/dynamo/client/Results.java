package io.dynamo.client;

import io.dynamo.protocol.ClientReply;
import org.jspecify.annotations.Nullable;

/** Turns what nodes answer into what callers see. */
final class Results {
  private Results() {}

  static GetResult get(ClientReply reply) {
    if (reply instanceof ClientReply.Values values) {
      @Nullable CausalContext context = CausalContext.ofNullable(values.context());
      return values.values().isEmpty() || context == null
          ? new GetResult.NotFound(context, values.repliers())
          : new GetResult.Found(values.values(), context, values.repliers());
    }
    return failure(reply);
  }

  static PutResult put(ClientReply reply) {
    if (reply instanceof ClientReply.Stored stored) {
      return new PutResult.Stored(
          CausalContext.ofNullable(stored.context()), stored.siblings(), stored.repliers());
    }
    if (reply instanceof ClientReply.Failed failed) {
      byte[] context = failed.context();
      if (failed.code() == ClientReply.Code.TOO_MANY_SIBLINGS && context != null) {
        return new PutResult.TooManySiblings(CausalContext.of(context), failed.siblings());
      }
      if (failed.code() == ClientReply.Code.UNKNOWN_OUTCOME) {
        return new PutResult.Unknown(failed.message());
      }
    }
    return failure(reply);
  }

  private static Failure failure(ClientReply reply) {
    if (reply instanceof ClientReply.Failed failed) {
      return new Failure(kind(failed.code()), failed.message(), failed.needed(), failed.answered());
    }
    return Failure.of(
        Failure.Kind.SERVER_FAILED, "answered with a " + reply.getClass().getSimpleName());
  }

  private static Failure.Kind kind(ClientReply.Code code) {
    return switch (code) {
      case EMPTY_KEY,
          KEY_TOO_LONG,
          VALUE_TOO_LARGE,
          BAD_CONTEXT,
          BAD_QUORUM,
          BAD_REQUEST,
          NOT_UNDERSTOOD,
          TOO_MANY_SIBLINGS ->
          Failure.Kind.BAD_REQUEST;
      case UNAVAILABLE, NOT_READY -> Failure.Kind.UNAVAILABLE;
      case QUORUM_IMPOSSIBLE -> Failure.Kind.QUORUM_IMPOSSIBLE;
      case OVERLOADED -> Failure.Kind.OVERLOADED;
      case DISK_FULL -> Failure.Kind.DISK_FULL;
      case UNKNOWN_OUTCOME, STORAGE_FAILED, OTHER -> Failure.Kind.SERVER_FAILED;
    };
  }
}
