package io.dynamo.replication.versioning;

import io.dynamo.api.versioning.Dot;
import io.dynamo.api.versioning.Siblings;
import io.dynamo.api.versioning.VersionVector;
import org.jspecify.annotations.Nullable;

/**
 * What a put's answer may say of the state it led to (rule V9). A context that covered siblings
 * which the writer never saw would let its next put drop them.
 */
public final class PutAnswers {
  private PutAnswers() {}

  /**
   * The context for the writer: all of the state if that holds exactly the value just written, else
   * null.
   *
   * @param written the dot of the put, or of the live version that the put is a retry of
   */
  public static @Nullable VersionVector context(Siblings state, Dot written) {
    boolean alone = state.versions().size() == 1 && state.versions().get(0).dot().equals(written);
    return alone ? state.vector() : null;
  }
}
