/**
 * Partitions that move from present to future owners while the cluster serves (Dynamo §4.9; section
 * H): writes go to both (H1), newcomers are filled, present owners seal (H2) and have it proven
 * that the future ones hold what they hold (H3), one event makes those the present ones (H4), and
 * the former drop what they had (H6). Knows no placement: it follows the ring that it is shown.
 *
 * <p>Enter at {@link io.dynamo.replication.handover.HandOver}; the arithmetic of seals is in {@link
 * io.dynamo.replication.handover.SealRule}.
 */
@NullMarked
package io.dynamo.replication.handover;

import org.jspecify.annotations.NullMarked;
