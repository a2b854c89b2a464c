package io.dynamo.replication.scrub;

import io.dynamo.api.node.Events;
import io.dynamo.api.node.Scheduler;
import io.dynamo.replication.admission.Pace;
import io.dynamo.replication.store.Area;
import io.dynamo.replication.store.LocalStore;
import io.dynamo.replication.store.Place;
import io.dynamo.replication.store.ScanPage;
import io.dynamo.replication.store.StoreHandler;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the checksums of all records and hints, a page at a time, for ever. A damaged one is set
 * aside, its partition is not whole until it was compared again (rule Q2). Confined to the home
 * loop.
 */
public final class Scrub {
  private final LocalStore store;
  private final Scheduler scheduler;
  private final Pace pace;
  private final Events events;
  private final long pageIntervalNanos;
  private Area area = Area.RECORDS;
  private @Nullable Place last;
  private boolean stopped;

  /**
   * A scrub that has not begun.
   *
   * @param pageIntervalNanos from the end of one page, of about a mebibyte, to the next at least
   */
  public Scrub(
      LocalStore store, Scheduler scheduler, Pace pace, Events events, long pageIntervalNanos) {
    this.store = store;
    this.scheduler = scheduler;
    this.pace = pace;
    this.events = events;
    this.pageIntervalNanos = pageIntervalNanos;
  }

  /** Begins after an interval. */
  public void start() {
    pageLater(0);
  }

  /** Reads nothing more. */
  public void stop() {
    stopped = true;
  }

  private void pageLater(long workedNanos) {
    long pause = Math.max(pageIntervalNanos, pace.pauseNanos("scrub", workedNanos));
    scheduler.schedule(pause, this::page);
  }

  private void page() {
    if (stopped) {
      return;
    }
    long startNanos = scheduler.nanoTime();
    Area walked = area;
    Place after = last;
    store.ask(
        stores -> stores.verify(walked, after),
        StoreHandler.of(
            page -> {
              onPage(walked, page);
              pageLater(scheduler.nanoTime() - startNanos);
            },
            refusal -> pageLater(scheduler.nanoTime() - startNanos)));
  }

  private void onPage(Area walked, ScanPage<Place> page) {
    events.scrubbed(page.found().size());
    for (Place damaged : page.damaged()) {
      store.upkeep(upkeep -> upkeep.setAside(walked, damaged), StoreHandler.ignoring());
    }
    if (page.more()) {
      last = page.last();
    } else {
      last = null;
      area = walked == Area.RECORDS ? Area.HINTS : Area.RECORDS;
    }
  }
}
