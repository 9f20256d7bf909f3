/**
 * The load bench: what a delivery, a replay and an idle connection cost the server, measured from
 * outside, beside a C writer of prepared frames in the same run, so that every figure is a ratio.
 *
 * <p>In reading order: {@link ratecast.bench.LoadBench} (the command), {@link
 * ratecast.bench.Scenarios} (what is measured and what is aimed at), {@link ratecast.bench.Rig}
 * (one server with its clients), {@link ratecast.bench.Slices} (servers measured in turns), {@link
 * ratecast.bench.Contender} (how a server is started), {@link ratecast.bench.Board}; then {@link
 * ratecast.bench.BenchServer}, which is Ratecast with a publisher of its own. The C side is in
 * src/bench/c.
 *
 * <p>Must never be part of the program: it is compiled by the profile {@code bench} alone.
 *
 * <pre>
 *   core 0                      core 1
 *   server under test --------> C client (one thread, N connections)
 *      |  stamps each tick         |  counts frames, compares with the stamp
 *      +-------> board (mmap) <----+
 *                    ^
 *                 driver: sets the pace, takes differences, reads /proc of the server
 * </pre>
 */
@NullMarked
package ratecast.bench;

import org.jspecify.annotations.NullMarked;
