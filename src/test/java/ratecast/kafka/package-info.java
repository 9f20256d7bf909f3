@NullMarked
package ratecast.kafka;

import org.jspecify.annotations.NullMarked;
