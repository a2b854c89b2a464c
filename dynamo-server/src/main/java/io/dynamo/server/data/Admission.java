package io.dynamo.server.data;

/** Whether a bounded queue takes what it is offered. */
enum Admission {
  /** It will be done. */
  ACCEPTED,
  /** Too much waits already. */
  FULL,
  /** Nothing is taken any more. */
  CLOSED
}
