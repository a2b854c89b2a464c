/**
 * Figures of the paper, computed anew with our placement strategies (Dynamo §6.2): {@link
 * io.dynamo.bench.figures.FiguresCommand} writes them as tables and pictures. No node runs for it:
 * what is compared is who would get which load.
 */
@NullMarked
package io.dynamo.bench.figures;

import org.jspecify.annotations.NullMarked;
