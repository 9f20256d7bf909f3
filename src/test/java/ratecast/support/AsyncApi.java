package ratecast.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The published contract of the socket, and whether a message keeps to it. Any thread. */
public final class AsyncApi {
  private static final String FILE = "public/asyncapi.yaml";

  /** A string, which stays, or a number. */
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|-?\\d+(\\.\\d+)?(?:[eE][-+]?\\d+)?");

  private static final Pattern REPEATS = Pattern.compile("(\\{[^{}]*\\})(?:,\\1)+");
  private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDialect(Dialects.getDraft7());
  private static final Map<String, Object> DOCUMENT = document();
  private static final Map<String, Schema> BY_MESSAGE = new ConcurrentHashMap<>();
  private static final Set<String> CHECKED = ConcurrentHashMap.newKeySet();

  private AsyncApi() {}

  /** The document as plain maps and lists. */
  public static Map<String, Object> document() {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(resource(FILE));
  }

  public static String resource(String name) {
    try (InputStream in =
        requireNonNull(AsyncApi.class.getClassLoader().getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails where the server may not send this. Of messages that differ in numbers only, or in how
   * often an element comes, one is looked at: a hundred thousand points are one message.
   */
  public static void checkReply(String text) {
    String shape = shape(text);
    if (!CHECKED.contains(shape)) {
      check(Json.action(text), shape);
      CHECKED.add(shape);
    }
  }

  /** Fails where a client's request is not as the contract has it. */
  public static void checkRequest(String text) {
    check(Json.action(text) + "Request", text);
  }

  private static void check(String message, String text) {
    List<String> wrong = errors(BY_MESSAGE.computeIfAbsent(message, AsyncApi::schema), text);
    if (!wrong.isEmpty()) {
      throw new AssertionError("not the " + message + " of asyncapi.yaml: " + wrong + " " + text);
    }
  }

  /** What is wrong with a JSON text under a schema. */
  public static List<String> errors(Schema schema, String json) {
    return schema.validate(json, InputFormat.JSON).stream().map(Object::toString).toList();
  }

  /** A schema of draft 7, as AsyncAPI's are. */
  public static Schema schemaOf(String json) {
    return SCHEMAS.getSchema(json, InputFormat.JSON);
  }

  private static Schema schema(String message) {
    Map<String, Object> components = Json.members(DOCUMENT, "components");
    if (!Json.members(components, "messages").containsKey(message)) {
      throw new AssertionError("asyncapi.yaml has no message " + message);
    }
    Map<String, Object> ref = Map.of("$ref", "#/components/messages/" + message + "/payload");
    return schemaOf(json(Map.of("allOf", List.of(ref), "components", components)));
  }

  public static String json(Object value) {
    try {
      return ObjectMapper.getDefault().writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shape(String text) {
    String plain =
        TOKEN
            .matcher(text)
            .replaceAll(
                token ->
                    token.group().startsWith("\"")
                        ? Matcher.quoteReplacement(token.group())
                        : token.group(1) == null ? "1" : "1.5");
    return REPEATS.matcher(plain).replaceAll("$1");
  }
}
