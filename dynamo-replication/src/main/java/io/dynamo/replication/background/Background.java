package io.dynamo.replication.background;

import io.dynamo.replication.handover.HandOver;
import io.dynamo.replication.handover.MovePorts;
import io.dynamo.replication.hint.HintDelivery;
import io.dynamo.replication.reaping.Reaper;
import io.dynamo.replication.reaping.ReaperPorts;
import io.dynamo.replication.scrub.Scrub;
import io.dynamo.replication.tree.AntiEntropy;
import io.dynamo.replication.tree.AntiEntropyPorts;
import io.dynamo.replication.tree.Window;

/** The work that a node does by itself. Confined to the home loop. */
public final class Background {
  /** How many leaves are exchanged for moves at the same time. */
  private static final int MOVING_LEAVES = 16;

  private final HandOver handOver;
  private final HintDelivery hints;
  private final AntiEntropy antiEntropy;
  private final Reaper reaper;
  private final Scrub scrub;

  /** Work that has not begun. */
  public Background(BackgroundPorts ports, BackgroundSettings settings) {
    this.handOver = handOver(ports);
    this.hints =
        new HintDelivery(
            ports.self(),
            ports.membership(),
            ports.store(),
            ports.transport(),
            ports.scheduler(),
            ports.detector(),
            ports.pace(),
            ports.events());
    this.antiEntropy =
        new AntiEntropy(
            ports.self(),
            ports.membership()::ring,
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
            ports.membership()::ring,
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

  private static HandOver handOver(BackgroundPorts ports) {
    AntiEntropyPorts exchange =
        new AntiEntropyPorts(
            ports.self(),
            ports.positions(),
            ports.store(),
            ports.transport(),
            ports.scheduler(),
            ports.versioning(),
            ports.pace(),
            ports.events());
    return new HandOver(
        new MovePorts(ports.membership(), ports.detector(), exchange, new Window(MOVING_LEAVES)));
  }

  /** The partitions that move; answers other nodes about them. */
  public HandOver handOver() {
    return handOver;
  }

  /** Begins all of it. */
  public void start() {
    handOver.start();
    hints.start();
    antiEntropy.start();
    reaper.start();
    scrub.start();
  }

  /** Begins nothing more; what is under way ends by itself. */
  public void stop() {
    handOver.stop();
    hints.stop();
    antiEntropy.stop();
    reaper.stop();
    scrub.stop();
  }
}
