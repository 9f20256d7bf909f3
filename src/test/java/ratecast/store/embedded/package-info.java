@NullMarked
package ratecast.store.embedded;

import org.jspecify.annotations.NullMarked;
