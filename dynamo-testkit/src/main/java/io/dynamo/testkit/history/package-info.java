/**
 * A black-box check of what clients were told: {@link io.dynamo.testkit.history.History} collects
 * their operations, {@link io.dynamo.testkit.history.HistoryChecker} says what of it no correct
 * cluster could have answered. It knows only requests and answers, no versions, nodes or failures,
 * so that simulated clusters and real processes are held to the same word. {@code HistoryChecker}
 * is the place to enter.
 */
@NullMarked
package io.dynamo.testkit.history;

import org.jspecify.annotations.NullMarked;
