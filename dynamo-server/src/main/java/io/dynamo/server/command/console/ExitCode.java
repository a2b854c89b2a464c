package io.dynamo.server.command.console;

/** How a command ended, as its caller's script sees it. The numbers never change. */
public enum ExitCode {
  DONE(0),
  /** It did not work, and none of the other codes says why. */
  FAILED(1),
  /** The command line is wrong. */
  USAGE(2),
  NOT_FOUND(3),
  /** {@code verify} found a difference, or {@code import} left a file out. */
  DIFFERS(4),
  /** Nothing was changed; another try may succeed. */
  UNAVAILABLE(5),
  /** A write may have happened (rule Q6). */
  UNKNOWN(6),
  /** There are several siblings where one value was asked for. */
  SIBLINGS(7),
  /** The configuration is wrong. */
  BAD_CONFIGURATION(78);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The process's exit code. */
  public int code() {
    return code;
  }
}
