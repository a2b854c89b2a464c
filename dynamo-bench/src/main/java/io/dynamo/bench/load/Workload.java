package io.dynamo.bench.load;

import io.dynamo.api.Key;
import io.dynamo.client.GetResult;
import io.dynamo.client.PutResult;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Which key each operation takes and whether it reads: drawn from a seed, evenly over the keys. A
 * put takes the next key on which none is under way, and becomes a get where its writer has to read
 * first. Its operations are drawn by one thread.
 */
final class Workload {
  private final long writer;
  private final double readFraction;
  private final SplittableRandom random;
  private final List<KeyHistory> histories = new ArrayList<>();

  /**
   * A workload on keys that nobody else has.
   *
   * @param writer names the run, its keys too
   * @param complaints is told what is wrong with an answer, for people
   */
  Workload(long writer, int keys, double readFraction, long seed, Consumer<String> complaints) {
    if (keys < 1) {
      throw new IllegalArgumentException("keys must be at least 1, was " + keys);
    }
    if (!(readFraction >= 0 && readFraction <= 1)) {
      throw new IllegalArgumentException("read fraction must be 0..1, was " + readFraction);
    }
    this.writer = writer;
    this.readFraction = readFraction;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < keys; i++) {
      histories.add(new KeyHistory(writer, i, complaints));
    }
  }

  /** One operation that begins now. */
  sealed interface Operation {
    int key();
  }

  /** To be ended with {@link KeyHistory#endGet}. */
  record Get(int key, KeyHistory.GetStart start) implements Operation {}

  /** To be ended with {@link KeyHistory#endPut}. */
  record Put(int key, KeyHistory.PutStart start) implements Operation {}

  /** Draws the next operation. */
  Operation next() {
    int key = random.nextInt(histories.size());
    if (random.nextDouble() < readFraction) {
      return get(key);
    }
    int free = firstFree(key);
    return free < 0 ? get(key) : nextOf(free);
  }

  /** The first key from this one on that is not being written, or -1. */
  private int firstFree(int from) {
    for (int i = 0; i < histories.size(); i++) {
      int key = (from + i) % histories.size();
      if (!histories.get(key).isWriting()) {
        return key;
      }
    }
    return -1;
  }

  private Get get(int key) {
    return new Get(key, histories.get(key).beginGet());
  }

  /** A put of this key, which must be free. */
  Put put(int key) {
    return new Put(key, histories.get(key).beginPut());
  }

  /** A put of this key, or a get if its writer has to read first; it must be free. */
  Operation nextOf(int key) {
    return histories.get(key).mustRead() ? get(key) : put(key);
  }

  boolean isAcknowledged(int key) {
    return histories.get(key).lastAcknowledged() > 0;
  }

  Verdict end(Get get, GetResult result) {
    return histories.get(get.key()).endGet(get.start(), result);
  }

  Verdict end(Put put, PutResult result) {
    return histories.get(put.key()).endPut(result);
  }

  int keys() {
    return histories.size();
  }

  /** The key of this number. */
  Key key(int number) {
    return Key.of(keyName(writer, number));
  }

  static String keyName(long writer, int number) {
    return "load-" + Long.toHexString(writer) + "-" + number;
  }

  /** What the run leaves to be found. */
  Ledger ledger() {
    return new Ledger(writer, histories.stream().map(KeyHistory::lastAcknowledged).toList());
  }
}
