package io.dynamo.server.frontend;

import io.dynamo.api.Key;
import io.dynamo.api.request.Quorum;

/** Checks raw requests against the node's limits. Pure. */
final class RequestRules {
  private final ServiceLimits limits;

  RequestRules(ServiceLimits limits) {
    this.limits = limits;
  }

  Key key(byte[] bytes) throws BadRequestException {
    if (bytes.length == 0) {
      throw new BadRequestException(
          Failure.EMPTY_KEY, "the key is empty: it must be 1.." + Key.MAX_BYTES + " bytes", 0);
    }
    if (bytes.length > Key.MAX_BYTES) {
      throw new BadRequestException(
          Failure.KEY_TOO_LONG,
          "the key must be 1.." + Key.MAX_BYTES + " bytes, was " + bytes.length,
          Key.MAX_BYTES);
    }
    return Key.of(bytes);
  }

  void value(byte[] value) throws BadRequestException {
    if (value.length > limits.maxValueBytes()) {
      throw new BadRequestException(
          Failure.VALUE_TOO_LARGE,
          "the value must be at most " + limits.maxValueBytes() + " bytes, was " + value.length,
          limits.maxValueBytes());
    }
  }

  void requestId(byte[] id) throws BadRequestException {
    if (id.length < 1 || id.length > ServiceLimits.MAX_REQUEST_ID_BYTES) {
      throw new BadRequestException(
          Failure.BAD_REQUEST_ID,
          "the request id must be 1.."
              + ServiceLimits.MAX_REQUEST_ID_BYTES
              + " bytes, was "
              + id.length,
          ServiceLimits.MAX_REQUEST_ID_BYTES);
    }
  }

  /**
   * The quorum that is wished for.
   *
   * @param replies what the client calls the number of replies: {@code r} or {@code w}
   */
  Quorum quorum(QuorumWish wish, String replies) throws BadRequestException {
    count(replies, wish.replies());
    count("p" + replies, wish.owners());
    long timeout = wish.timeoutNanos() == 0 ? limits.timeoutNanos() : wish.timeoutNanos();
    if (timeout < ServiceLimits.MIN_TIMEOUT_NANOS || timeout > ServiceLimits.MAX_TIMEOUT_NANOS) {
      throw new BadRequestException(
          Failure.BAD_TIMEOUT, "timeout must be 1ms..60s, was " + timeout / 1e6 + "ms", 0);
    }
    return new Quorum(wish.replies(), wish.owners(), wish.sloppy(), timeout);
  }

  private void count(String name, int count) throws BadRequestException {
    if (count < 0 || count > limits.replicas()) {
      throw new BadRequestException(
          Failure.BAD_QUORUM,
          name + " must be 1.." + limits.replicas() + " (N), was " + count,
          limits.replicas());
    }
  }
}
