/**
 * A disk in virtual time: {@link io.dynamo.testkit.disk.VirtualDisk} keeps the engines and the log
 * of one node over its lives, loses what was not synced when the machine ends, and can be filled,
 * broken, wiped, copied and restored.
 */
@NullMarked
package io.dynamo.testkit.disk;

import org.jspecify.annotations.NullMarked;
