package ratecast.rest;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** A page of imports. */
@Serdeable
record ImportsJson(List<ImportJson> imports) {}
