package io.dynamo.testkit.history;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says what in a history no correct cluster could have answered, whatever failed meanwhile: {@link
 * Invariant} has the list. Gets may be stale, for quorums are sloppy (Dynamo §4.6), so between the
 * start and the end only what an answer shows at once is judged; what is lost or comes back is
 * judged at the end.
 *
 * <p>An acknowledged put may be gone at the end for one reason only: a write that may have happened
 * had seen it, and is there, or is a delete, or is itself gone for that reason. More siblings than
 * writers that were truly concurrent need no rule of their own: every value has a writer ({@code
 * INVENTED}) and any two of them are concurrent ({@code NOT_CONCURRENT}).
 *
 * <p>A put that was tried again may have happened twice; then a write that had seen the one attempt
 * replaces that one only, and the other is its sibling: retries are known by best effort (rule
 * V10).
 *
 * <p>It holds for versionings that keep all siblings, not for those that choose one by time.
 */
public final class HistoryChecker {
  private static final String THE_END = "at the end";

  private final Set<String> excused;
  private final List<Violation> violations = new ArrayList<>();

  private HistoryChecker(Set<String> excused) {
    this.excused = excused;
  }

  /**
   * All violations, by key, then in the order of the operations.
   *
   * @param finalValues what all owners, or the last get of each key, show when the cluster has
   *     healed; every key of the history must be in it
   * @param excused ids of writes whose loss was accepted, by removing a dead node for example; what
   *     they had replaced may then be back
   */
  public static List<Violation> check(
      History history, Map<String, List<String>> finalValues, Set<String> excused) {
    TreeMap<String, KeyHistory> keys = new TreeMap<>();
    for (Operation operation : history.operations()) {
      keys.computeIfAbsent(operation.key(), KeyHistory::new).add(operation);
    }
    finalValues.keySet().forEach(key -> keys.computeIfAbsent(key, KeyHistory::new));
    HistoryChecker checker = new HistoryChecker(excused);
    for (KeyHistory key : keys.values()) {
      List<String> last = finalValues.get(key.key());
      if (last == null) {
        throw new IllegalArgumentException("no final values of key " + key.key());
      }
      checker.check(key, last);
    }
    return List.copyOf(checker.violations);
  }

  private void check(KeyHistory key, List<String> last) {
    for (Operation answer : key.answers()) {
      checkShown(key, answer.values(), answer);
    }
    checkShown(key, last, null);
    checkLost(key, last);
    checkResurrected(key, last);
  }

  /** What one answer shows, or what is there at the end. */
  private void checkShown(KeyHistory key, List<String> values, @Nullable Operation answer) {
    String shown = answer == null ? THE_END + " there are " + values : "shown by\n  " + answer;
    Set<String> distinct = new LinkedHashSet<>();
    for (String value : values) {
      if (!distinct.add(value)) {
        report(Invariant.NOT_CONCURRENT, key, "\"%s\" twice, %s".formatted(value, shown));
      }
    }
    List<Write> written = new ArrayList<>();
    for (String value : distinct) {
      Write write = key.putOf(value);
      if (write == null) {
        report(Invariant.INVENTED, key, "nobody wrote \"%s\", %s".formatted(value, shown));
      } else if (!write.mayHaveHappened()) {
        report(
            Invariant.INVENTED, key, "\"%s\" was not written, %s".formatted(value, shown), write);
      } else if (answer != null && answer.endNanos() < write.startNanos()) {
        report(Invariant.INVENTED, key, "\"%s\" came later, %s".formatted(value, shown), write);
      } else {
        written.add(write);
      }
    }
    checkPairs(key, written, shown);
  }

  private void checkPairs(KeyHistory key, List<Write> written, String shown) {
    for (Write write : written) {
      for (Write other : written) {
        if (other.hasSeen(write) && !write.mayHaveHappenedTwice()) {
          report(
              Invariant.NOT_CONCURRENT,
              key,
              "\"%s\" had seen \"%s\", both %s".formatted(other.id(), write.id(), shown),
              write,
              other);
        }
      }
    }
  }

  private void checkLost(KeyHistory key, List<String> last) {
    BitSet explained = explained(key, last);
    for (Write write : key.writes()) {
      if (write.isPut()
          && write.isAcknowledged()
          && !explained.get(write.index())
          && !excused.contains(write.id())) {
        List<Write> observers = key.observersOf(write);
        String others =
            observers.isEmpty() ? "no write had seen it" : "what had seen it is gone too";
        report(
            Invariant.LOST,
            key,
            "\"%s\" was acknowledged, %s there are %s, %s"
                .formatted(write.id(), THE_END, last, others),
            concat(write, observers));
      }
    }
  }

  /** What is there, the deletes, and all that any of them had seen. */
  private static BitSet explained(KeyHistory key, List<String> last) {
    BitSet explained = new BitSet();
    for (Write write : key.writes()) {
      boolean stands = !write.isPut() || last.contains(write.id());
      if (stands && write.mayHaveHappened()) {
        explained.set(write.index());
        explained.or(write.seen());
      }
    }
    return explained;
  }

  private void checkResurrected(KeyHistory key, List<String> last) {
    for (String value : new LinkedHashSet<>(last)) {
      Write write = key.putOf(value);
      if (write == null || write.mayHaveHappenedTwice()) {
        continue;
      }
      List<Write> observers = key.observersOf(write);
      for (Write observer : observers) {
        if (observer.isAcknowledged() && !excused.contains(observer.id())) {
          report(
              Invariant.RESURRECTED,
              key,
              "\"%s\" is among %s %s, but \"%s\" had seen it and was acknowledged"
                  .formatted(value, last, THE_END, observer.id()),
              write,
              observer);
        }
      }
    }
  }

  private static Write[] concat(Write first, List<Write> others) {
    List<Write> all = new ArrayList<>(List.of(first));
    all.addAll(others);
    return all.toArray(Write[]::new);
  }

  private void report(Invariant invariant, KeyHistory key, String what, Write... involved) {
    StringBuilder text = new StringBuilder(what);
    for (Write write : involved) {
      write.attempts().forEach(attempt -> text.append("\n  ").append(attempt));
    }
    violations.add(new Violation(invariant, key.key(), text.toString()));
  }
}
