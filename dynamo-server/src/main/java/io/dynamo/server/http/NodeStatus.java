package io.dynamo.server.http;

import io.dynamo.server.frontend.Readiness;
import org.jspecify.annotations.Nullable;

/** What a node says about itself. May be asked from any thread; returns at once. */
public interface NodeStatus extends Readiness {
  /** Why the process can serve no more and should be replaced, or null while it lives. */
  @Nullable String failure();

  /** The digest of the ring of now in hexadecimal, so that clients notice a change; else "none". */
  String ringDigest();

  /** The node as it is now. */
  NodeDescription describe();
}
