package io.dynamo.api.membership;

import io.dynamo.api.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One token that changes hands: a part of the plan that an event carries (rule M3).
 *
 * @param token where on the ring it stands: the number of a partition, at whose beginning it is
 * @param from who has it, or null for a token that comes to be
 * @param to who gets it, or null for a token that ceases to be
 */
public record Move(int token, @Nullable NodeId from, @Nullable NodeId to) {
  public Move {
    if (token < 0 || (from == null && to == null) || (from != null && from.equals(to))) {
      throw new IllegalArgumentException(
          "a move is of a token from 0 on, from one node to another, was "
              + token
              + " from "
              + from
              + " to "
              + to);
    }
  }

  /** The way back. */
  public Move reversed() {
    return new Move(token, to, from);
  }
}
