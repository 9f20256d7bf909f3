package ratecast.rest;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The contract of the controllers, made of them by the compiler; the page at /docs shows it. */
@Hidden
@Controller("/openapi.yaml")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Ratecast",
            version = "1",
            description =
                "Exchange rates, one point a second for each asset. The WebSocket at / has the same"
                    + " data live; docs/PROTOCOL.md has both contracts in words."))
@SecurityScheme(
    name = "token",
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    description = "API_TOKEN. Where none is configured, writing is for loopback only.")
class OpenApiController {
  private static final String DOCUMENT = "/META-INF/swagger/openapi.yml";

  private final byte[] document;

  OpenApiController() {
    try (InputStream in = OpenApiController.class.getResourceAsStream(DOCUMENT)) {
      if (in == null) {
        throw new IllegalStateException(DOCUMENT + " is not in the jar");
      }
      document = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Get(produces = "application/yaml")
  byte[] document() {
    return document.clone();
  }
}
