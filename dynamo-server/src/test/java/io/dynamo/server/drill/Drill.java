package io.dynamo.server.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.dynamo.client.RequestOptions;
import io.dynamo.testkit.history.History;
import io.dynamo.testkit.history.HistoryChecker;
import io.dynamo.testkit.history.Operation;
import io.dynamo.testkit.history.Violation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * One drill on a running cluster: writers that record what they are told, on keys that are this
 * drill's alone, and the judgement when all has healed.
 */
final class Drill implements AutoCloseable {
  /** Where histories are kept for who wants to look closer. */
  private static final Path HISTORIES = Path.of("target", "drills");

  private static final int KEYS = 24;
  private static final Duration PROGRESS = Duration.ofSeconds(20);

  private final DrillCluster cluster;
  private final String name;
  private final History history = new History();
  private final List<String> keys;
  private final List<Writer> writers = new ArrayList<>();
  private final List<Future<?>> running = new ArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final long startNanos = System.nanoTime();

  Drill(DrillCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
    this.keys = IntStream.range(0, KEYS).mapToObj(i -> name + "-" + i).toList();
  }

  /** Starts a writer that uses these nodes alone, by quorums of so many; 0 for the cluster's. */
  Writer write(int quorum, int... nodes) {
    RecordingClient client = client(quorum, nodes);
    Writer writer = new Writer(client, keys, writers.size());
    writers.add(writer);
    running.add(threads.submit(writer));
    return writer;
  }

  /** A client whose history is judged with that of the writers. */
  RecordingClient client(int quorum, int... nodes) {
    String client = "c" + (writers.size() + 1);
    return new RecordingClient(
        client, history, cluster.client(nodes), RequestOptions.replies(quorum));
  }

  /** Returns when each of these has so many more writes acknowledged, and this time has passed. */
  void await(int writes, Duration least, Writer... some) {
    long start = System.nanoTime();
    Map<Writer, Integer> goals = new LinkedHashMap<>();
    for (Writer writer : some) {
      goals.put(writer, writer.client().acknowledged() + writes);
    }
    Poll.until(
        () ->
            "each writer has "
                + writes
                + " more writes acknowledged; "
                + counts()
                + "\n"
                + cluster.logs(),
        PROGRESS,
        () ->
            System.nanoTime() - start >= least.toNanos()
                && goals.entrySet().stream()
                    .allMatch(goal -> goal.getKey().client().acknowledged() >= goal.getValue()));
  }

  /** Ends the writers, waits until all owners agree, and judges what clients were told. */
  List<Violation> settleAndCheck() throws IOException, InterruptedException {
    stop();
    history.writeTo(Files.createDirectories(HISTORIES).resolve(name + ".txt"));
    long settleNanos = System.nanoTime();
    TreeSet<String> touched = new TreeSet<>();
    history.operations().forEach(operation -> touched.add(operation.key()));
    Map<String, List<String>> last = Settling.await(cluster, touched);
    long endNanos = System.nanoTime();
    System.out.printf(
        "drill %s: %s; %.1f s, %.1f s of them to settle%n",
        name, counts(), (endNanos - startNanos) / 1e9, (endNanos - settleNanos) / 1e9);
    return HistoryChecker.check(history, last, Set.of());
  }

  /** As it should be: nothing wrong, and something done. */
  void settleAndPass() throws IOException, InterruptedException {
    assertThat(settleAndCheck()).as(() -> name + "\n" + cluster.logs()).isEmpty();
  }

  private void stop() throws InterruptedException {
    writers.forEach(Writer::stop);
    for (Future<?> writer : running) {
      try {
        writer.get(30, TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new AssertionError("a writer failed", e);
      }
    }
  }

  /** How many operations ended how. */
  private Map<Operation.Outcome, Integer> counts() {
    Map<Operation.Outcome, Integer> counts = new TreeMap<>();
    history.operations().forEach(operation -> counts.merge(operation.outcome(), 1, Integer::sum));
    return counts;
  }

  @Override
  public void close() {
    writers.forEach(Writer::stop);
    writers.forEach(writer -> writer.client().close());
    threads.shutdownNow();
  }
}
