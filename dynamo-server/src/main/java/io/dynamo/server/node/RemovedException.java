package io.dynamo.server.node;

/** A node was given up by its cluster as dead: what it kept is kept by others now. */
public final class RemovedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  RemovedException(String reason) {
    super(reason);
  }
}
