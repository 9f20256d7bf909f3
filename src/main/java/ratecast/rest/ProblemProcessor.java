package ratecast.rest;

import io.micronaut.core.convert.exceptions.ConversionErrorException;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.web.router.exceptions.UnsatisfiedRouteException;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Turns every error that Micronaut itself answers, of whatever path, into a {@link Problem}. Says
 * what the status means and never what an exception said: that has class names in it.
 */
@Singleton
class ProblemProcessor implements ErrorResponseProcessor<Problem> {
  @Override
  public MutableHttpResponse<Problem> processResponse(
      ErrorContext context, MutableHttpResponse<?> response) {
    HttpStatus status = HttpStatus.valueOf(response.code());
    Problem problem =
        context.getRootCause().flatMap(ProblemProcessor::known).orElseGet(() -> general(status));
    return response.body(problem).contentType(Problem.MEDIA_TYPE);
  }

  private static Optional<Problem> known(Throwable cause) {
    if (cause instanceof JsonSyntaxException) {
      return Optional.of(ProblemType.INVALID_BODY.problem("The body is not one JSON value.", null));
    }
    if (cause instanceof ConversionErrorException conversion) {
      return Optional.of(argument(conversion.getArgument(), "cannot be read"));
    }
    if (cause instanceof UnsatisfiedRouteException missing) {
      return Optional.of(argument(missing.getArgument(), "is missing"));
    }
    return Optional.empty();
  }

  private static Problem argument(Argument<?> argument, String what) {
    String name = argument.getName();
    return name.equals("body")
        ? ProblemType.INVALID_BODY.problem("The body " + what + ".", null)
        : ProblemType.INVALID_PARAMETER.problem("\"" + name + "\" " + what + ".", name);
  }

  private static Problem general(HttpStatus status) {
    ProblemType type = ProblemType.of(status);
    return type.problem(
        status, type.sentence().orElse("The request cannot be done as it is."), null);
  }
}
