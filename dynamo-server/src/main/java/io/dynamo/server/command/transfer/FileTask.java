package io.dynamo.server.command.transfer;

import io.dynamo.api.Key;

/** What is done with each file. Many threads call it, each for another file. */
@FunctionalInterface
interface FileTask {
  /** Does it. Blocks. */
  FileOutcome run(Key key, byte[] value) throws InterruptedException;
}
