package io.dynamo.server.frontend;

/** A request breaks a rule that can be told from the request alone. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1;

  private final Failure failure;
  private final long limit;

  /**
   * A broken rule.
   *
   * @param limit the number that was passed, or 0 if there is none
   */
  BadRequestException(Failure failure, String message, long limit) {
    super(message);
    this.failure = failure;
    this.limit = limit;
  }

  KeyValueResult.Failed asResult() {
    FailedBuilder failed = new FailedBuilder(failure, String.valueOf(getMessage()));
    return (limit == 0 ? failed : failed.number("limit", limit)).build();
  }
}
