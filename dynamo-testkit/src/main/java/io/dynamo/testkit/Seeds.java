package io.dynamo.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each seed from 1 to a number, with a parameter of type {@code long}
 * (the seed) or {@link java.util.random.RandomGenerator} (seeded by it), or both. The first seed
 * that fails ends it; its message tells the seed and how to run only that:
 *
 * <pre>{@code
 * @Seeds(1000)
 * void mergeIsCommutative(RandomGenerator random) { ... }
 *
 * mvn test -Dtest='MergeTest#mergeIsCommutative' -Ddynamo.seed=17
 * }</pre>
 *
 * <p>All seeds are one test to JUnit, on one instance of the test class: {@code @BeforeEach} runs
 * before the first seed only, so a test starts from locals, not from fields.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(SeedsExtension.class)
public @interface Seeds {
  /** The system property that names the only seed to run; it may be any number. */
  String PROPERTY = "dynamo.seed";

  /** How many seeds, at least 1. */
  int value();
}
