package ratecast.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import io.micronaut.core.io.buffer.ByteBuffer;
import io.micronaut.core.io.buffer.ReferenceCounted;
import io.micronaut.core.type.Argument;
import io.micronaut.core.type.Headers;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.body.MessageBodyReader;
import io.micronaut.http.codec.CodecException;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.JsonSyntaxException;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a body that is exactly one JSON value. Micronaut's own reader stops behind the first: of
 * rows sent one a line all but the first were lost, and their sender told that all was well.
 */
@Singleton
@Consumes(MediaType.APPLICATION_JSON)
class WholeJson implements MessageBodyReader<JsonNode> {
  private static final JsonFactory JSON = new JsonFactory();

  private final JsonMapper mapper;

  WholeJson(JsonMapper mapper) {
    this.mapper = mapper;
  }

  @Override
  public JsonNode read(
      Argument<JsonNode> type, MediaType mediaType, Headers headers, ByteBuffer<?> body) {
    JsonNode value = read(type, body.toByteArray());
    if (body instanceof ReferenceCounted counted) {
      counted.release(); // of a body that is refused Micronaut does it
    }
    return value;
  }

  @Override
  public JsonNode read(
      Argument<JsonNode> type, MediaType mediaType, Headers headers, InputStream body) {
    try {
      return read(type, body.readAllBytes());
    } catch (IOException e) {
      throw new CodecException("the body could not be read", e);
    }
  }

  private JsonNode read(Argument<JsonNode> type, byte[] body) {
    try {
      JsonNode value = mapper.readValue(body, type);
      if (!isOne(body)) {
        throw new JsonSyntaxException("something follows the JSON value");
      }
      return value;
    } catch (IOException e) {
      throw new CodecException("the body is not one JSON value", e);
    }
  }

  private static boolean isOne(byte[] body) throws IOException {
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JsonParseException e) {
      return false;
    }
  }
}
