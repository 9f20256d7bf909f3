/** TODO-PACKAGE */
@NullMarked
package ratecast.feed;

import org.jspecify.annotations.NullMarked;
