package ratecast.rest;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers with the problem a request ended with. */
@Singleton
class ProblemHandler implements ExceptionHandler<ProblemException, HttpResponse<Problem>> {
  @Override
  @SuppressWarnings("rawtypes") // as Micronaut declares it
  public HttpResponse<Problem> handle(HttpRequest request, ProblemException exception) {
    Problem problem = exception.problem();
    MutableHttpResponse<Problem> answer =
        HttpResponse.<Problem>status(HttpStatus.valueOf(problem.status()))
            .contentType(Problem.MEDIA_TYPE)
            .body(problem);
    exception.headers().forEach(answer::header);
    return answer;
  }
}
