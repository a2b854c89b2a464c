package io.dynamo.server.command.remote;

import org.jspecify.annotations.Nullable;

/** What a put or delete answers. */
public sealed interface Writing permits Writing.Stored, Failure {
  /**
   * It is stored.
   *
   * @param context for the next put, or null if there are siblings that the writer has not seen
   *     (rule V9)
   * @param siblings how many versions the key has now
   */
  record Stored(@Nullable String context, int siblings) implements Writing {}
}
