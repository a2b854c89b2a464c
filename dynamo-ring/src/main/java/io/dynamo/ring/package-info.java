/**
 * Where keys stand on the ring and who keeps them (Dynamo §4.1, §4.2, §6.2): the hash of a key, and
 * the placement strategies, each a pure function of the membership history (rules M3, M4). Knows no
 * messages, no time and no storage.
 *
 * <p>Enter at {@link io.dynamo.ring.EvenTokens}, {@link io.dynamo.ring.RandomTokens} and {@link
 * io.dynamo.ring.Md5KeyHash}. What a strategy computes is where data lies: a change of result for
 * an equal history loses sight of what is stored, so a changed computation is a new strategy with a
 * name of its own.
 */
@NullMarked
package io.dynamo.ring;

import org.jspecify.annotations.NullMarked;
