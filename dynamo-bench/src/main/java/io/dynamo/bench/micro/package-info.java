/**
 * JMH benchmarks of what every request does: looking up the ring, relating versions. They know the
 * modules' public classes alone. Run by {@code make bench}.
 */
@NullMarked
package io.dynamo.bench.micro;

import org.jspecify.annotations.NullMarked;
