package io.dynamo.bench.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The first few complaints about answers, in words; the rest are in the counts. Thread-safe. */
final class Complaints implements Consumer<String> {
  private static final int MOST = 10;

  private final Consumer<String> out;
  private final AtomicInteger told = new AtomicInteger();

  Complaints(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void accept(String what) {
    int before = told.getAndIncrement();
    if (before < MOST) {
      out.accept(what);
    } else if (before == MOST) {
      out.accept("more complaints are not shown");
    }
  }
}
