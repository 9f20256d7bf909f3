/** A house that breaks every rule of floors.txt once, so that the rules are seen to refuse it. */
@NullMarked
package ratecast.badhouse;

import org.jspecify.annotations.NullMarked;
