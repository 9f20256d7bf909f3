@NullMarked
package ratecast.watch;

import org.jspecify.annotations.NullMarked;
