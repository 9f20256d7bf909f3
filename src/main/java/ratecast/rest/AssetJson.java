package ratecast.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An asset as {@code GET /assets} shows it.
 *
 * @param feed where its points come from: "walk", "emcont", "push"
 * @param state "live", "stale", "closed", or "retired"
 * @param total points kept of it; null while they are still being counted
 * @param firstTime of the oldest point kept, null where there is none
 * @param lastTime of the newest point, null where there is none
 * @param lastValue its value, null where there is none
 * @param formula how it follows from others; absent where it does not
 * @param legs names of the assets it follows from; absent where it follows from none
 */
@Serdeable
record AssetJson(
    int id,
    String name,
    String feed,
    String state,
    @Nullable Long total,
    @Nullable Long firstTime,
    @Nullable Long lastTime,
    @Nullable BigDecimal lastValue,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String formula,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> legs) {}
