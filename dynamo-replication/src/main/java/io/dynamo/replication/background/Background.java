package io.dynamo.replication.background;

import io.dynamo.replication.hint.HintDelivery;
import io.dynamo.replication.reaping.Reaper;
import io.dynamo.replication.reaping.ReaperPorts;
import io.dynamo.replication.scrub.Scrub;
import io.dynamo.replication.tree.AntiEntropy;

/** The work that a node does by itself. Confined to the home loop. */
public final class Background {
  private final HintDelivery hints;
  private final AntiEntropy antiEntropy;
  private final Reaper reaper;
  private final Scrub scrub;

  /** Work that has not begun. */
  public Background(BackgroundPorts ports, BackgroundSettings settings) {
    this.hints =
        new HintDelivery(
            ports.ring(),
            ports.store(),
            ports.transport(),
            ports.scheduler(),
            ports.detector(),
            ports.pace(),
            ports.events());
    this.antiEntropy =
        new AntiEntropy(
            ports.self(),
            ports.ring(),
            ports.positions(),
            ports.store(),
            ports.transport(),
            ports.scheduler(),
            ports.detector(),
            ports.versioning(),
            ports.pace(),
            ports.events());
    this.reaper =
        new Reaper(
            new ReaperPorts(
                ports.self(),
                ports.store(),
                ports.transport(),
                ports.scheduler(),
                ports.detector(),
                ports.pace(),
                ports.events()),
            ports.ring(),
            settings.graceMillis(),
            settings.reapIntervalNanos());
    this.scrub =
        new Scrub(
            ports.store(),
            ports.scheduler(),
            ports.pace(),
            ports.events(),
            settings.scrubPageIntervalNanos());
  }

  /** Begins all of it. */
  public void start() {
    hints.start();
    antiEntropy.start();
    reaper.start();
    scrub.start();
  }

  /** Begins nothing more; what is under way ends by itself. */
  public void stop() {
    hints.stop();
    antiEntropy.stop();
    reaper.stop();
    scrub.stop();
  }
}
