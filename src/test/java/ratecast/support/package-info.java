/**
 * What tests share: the running program, clients, clocks, sources and wires that do as they are
 * told.
 */
@NullMarked
package ratecast.support;

import org.jspecify.annotations.NullMarked;
