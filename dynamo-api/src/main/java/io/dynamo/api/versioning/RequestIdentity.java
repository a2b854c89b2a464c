package io.dynamo.api.versioning;

/**
 * What makes a retry of a put known as such (rule V10): the first 128 bits of a SHA-256 over
 * request id, context and value. Two puts with the same request id but other content have different
 * identities.
 */
public record RequestIdentity(long high, long low) implements Comparable<RequestIdentity> {
  @Override
  public int compareTo(RequestIdentity other) {
    int first = Long.compareUnsigned(high, other.high);
    return first != 0 ? first : Long.compareUnsigned(low, other.low);
  }
}
