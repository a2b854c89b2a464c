/**
 * The storage engine on Xodus, a log-structured B-tree in pure Java: {@code dynamo.storage.engine =
 * xodus} (Dynamo §5, "local persistence engine"). For machines that the native engine does not run
 * on; it copies live records out of old log files in the background, so that overwriting much costs
 * disk for a while.
 *
 * <p>It knows bytes only: no versions, no ring. Enter at {@link
 * io.dynamo.storage.xodus.XodusStorageEngineProvider}.
 */
@NullMarked
package io.dynamo.storage.xodus;

import org.jspecify.annotations.NullMarked;
