package io.dynamo.server.command.membership;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** How far a change is to go: at most one of these options. */
final class ChangeOptions {
  @ArgGroup(exclusive = true, multiplicity = "0..1")
  private @Nullable How how;

  /** The options that exclude one another. */
  static final class How {
    @Option(names = "--plan", description = "Show the plan and its digest; change nothing.")
    private boolean plan;

    @Option(
        names = "--commit",
        paramLabel = "DIGEST",
        description = "Make the change, if it still does what the plan of this digest said.")
    private @Nullable String commit;

    @Option(names = "--yes", description = "Show the plan and commit it without asking.")
    private boolean yes;
  }

  /** Whether nothing is to be changed. */
  boolean plansOnly() {
    return how != null && how.plan;
  }

  /** The plan to be committed, or null. */
  @Nullable String commit() {
    return how == null ? null : how.commit;
  }

  /** Whether nobody is to be asked. */
  boolean yes() {
    return how != null && how.yes;
  }
}
