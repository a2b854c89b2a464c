package io.dynamo.server.frontend;

import io.dynamo.api.Key;

/** Is told of resolvings that did not come about. May be called from several threads. */
@FunctionalInterface
public interface ResolverFailures {
  /** The reader got all siblings instead. */
  void resolverFailed(Key key, String reason);
}
