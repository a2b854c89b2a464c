package io.dynamo.simulation.trace;

import io.dynamo.api.request.PeerReply;
import io.dynamo.api.request.PeerRequest;
import io.dynamo.api.request.Refusal;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.Version;
import java.nio.charset.StandardCharsets;

/** Messages and states for people, on one line. */
public final class MessageText {
  private MessageText() {}

  /** A state: its vector and its versions with their values. */
  public static String of(Siblings state) {
    StringBuilder text = new StringBuilder().append(state.vector()).append(" {");
    for (Version version : state.versions()) {
      text.append(text.charAt(text.length() - 1) == '{' ? "" : ", ").append(version.dot());
      text.append(
          version.tombstone()
              ? "=deleted"
              : "=\"" + new String(version.value(), StandardCharsets.UTF_8) + "\"");
    }
    return text.append('}').toString();
  }

  static String name(PeerRequest request) {
    return request.getClass().getSimpleName();
  }

  static String of(PeerRequest request) {
    if (request instanceof PeerRequest.Read read) {
      return "Read " + read.key();
    } else if (request instanceof PeerRequest.Merge merge) {
      return "Merge " + merge.key() + " " + of(merge.state());
    } else if (request instanceof PeerRequest.KeepHint hint) {
      return "KeepHint " + hint.key() + " " + of(hint.state());
    } else if (request instanceof PeerRequest.CoordinatePut put) {
      return "CoordinatePut "
          + put.command().key()
          + " \""
          + new String(put.command().value(), StandardCharsets.UTF_8)
          + "\"";
    }
    return request instanceof PeerRequest.AnnounceStart ? request.toString() : name(request);
  }

  static String of(PeerReply reply) {
    if (reply instanceof PeerReply.State state) {
      return "State "
          + (state.owner() ? "of owner" : "of fallback")
          + (state.owner() && !state.whole() ? ", not whole " : " ")
          + of(state.state());
    }
    return reply instanceof Refusal || reply instanceof PeerReply.StartAnswer
        ? reply.toString()
        : reply.getClass().getSimpleName();
  }
}
