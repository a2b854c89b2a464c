package io.dynamo.simulation.node;

/**
 * The bounds of a simulated node: small, so that they are met.
 *
 * @param waitingWrites of the store's queue
 * @param batchWrites how many the writer does in one go
 * @param waitingReads of the readers
 * @param hintBytes over which a node keeps no more hints (rule Q4)
 * @param requestsUnderWay of one node to another
 */
public record StoreBounds(
    int waitingWrites, int batchWrites, int waitingReads, long hintBytes, int requestsUnderWay) {
  /** What simulations run with. */
  public static final StoreBounds SMALL = new StoreBounds(24, 8, 64, 64 << 10, 128);
}
