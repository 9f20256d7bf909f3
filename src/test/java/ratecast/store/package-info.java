@NullMarked
package ratecast.store;

import org.jspecify.annotations.NullMarked;
