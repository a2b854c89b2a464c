package io.dynamo.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** {@link Seeds} itself, run by JUnit on samples. */
final class SeedsTest {
  private final String before = System.getProperty(Seeds.PROPERTY, "");

  @AfterEach
  void restoreProperty() {
    set(before);
  }

  @Test
  void runsOncePerSeedAsOneTest() {
    set("");
    TestExecutionSummary summary = run("passes");
    assertThat(summary.getTestsSucceededCount()).isEqualTo(1);
    assertThat(Samples.seen).containsExactly(1L, 2L, 3L);
  }

  @Test
  void theGeneratorIsThatOfTheSeed() {
    set("");
    run("draws");
    List<Long> first = List.copyOf(Samples.seen);
    run("draws");
    assertThat(Samples.seen).isEqualTo(first).doesNotHaveDuplicates().hasSize(50);
    set("7");
    run("draws");
    assertThat(Samples.seen).containsExactly(first.get(6));
  }

  @Test
  void stopsAtTheFirstSeedThatFailsAndTellsHowToRunIt() {
    set("");
    TestExecutionSummary summary = run("failsFromSeed17");
    assertThat(summary.getTestsFailedCount()).isEqualTo(1);
    assertThat(Samples.seen).hasSize(17);
    Throwable failure = summary.getFailures().get(0).getException();
    assertThat(failure)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("seed 17 fails")
        .hasMessageContaining("-Dtest='Samples#failsFromSeed17' -Ddynamo.seed=17")
        .hasMessageContaining("too many")
        .hasRootCauseMessage("too many");
  }

  @Test
  void thePropertyNamesTheOnlySeedToRun() {
    set("-12345");
    run("passes");
    assertThat(Samples.seen).containsExactly(-12345L);
  }

  @Test
  void noSeedsAreAnError() {
    set("");
    assertThat(run("none").getTestsFailedCount()).isEqualTo(1);
  }

  private static TestExecutionSummary run(String method) {
    Samples.seen.clear();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectMethod(Samples.class, sample(method)))
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    return listener.getSummary();
  }

  private static Method sample(String name) {
    for (Method method : Samples.class.getDeclaredMethods()) {
      if (method.getName().equals(name)) {
        return method;
      }
    }
    throw new IllegalArgumentException(name);
  }

  private static void set(String seed) {
    if (seed.isEmpty()) {
      System.clearProperty(Seeds.PROPERTY);
    } else {
      System.setProperty(Seeds.PROPERTY, seed);
    }
  }

  /** Not found by the build: it runs no nested classes on its own. */
  static final class Samples {
    static final List<Long> seen = new ArrayList<>();

    @Seeds(3)
    void passes(long seed) {
      seen.add(seed);
    }

    @Seeds(50)
    void draws(RandomGenerator random) {
      seen.add(random.nextLong());
    }

    @Seeds(1000)
    void failsFromSeed17(RandomGenerator random, long seed) {
      seen.add(seed);
      if (seed >= 17) {
        throw new IllegalStateException("too many");
      }
    }

    @Seeds(0)
    void none(long seed) {
      seen.add(seed);
    }
  }
}
