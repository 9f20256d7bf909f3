package ratecast.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

import com.mongodb.reactivestreams.client.MongoDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import ratecast.market.Asset;
import ratecast.market.Point;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What the store promises, whichever server is behind it. */
@ParameterizedClass
@EnumSource(TestServer.class)
@TestInstance(PER_CLASS)
class StoreContractTest {
  private static final Asset EURUSD = new Asset(1, "EURUSD");
  private static final Asset USDJPY = new Asset(2, "USDJPY");
  private static final Asset TENTH = new Asset(10, "TENTH");

  /** The last second of a minute: what follows begins a bucket. */
  private static final long NOON = 1_455_883_499;

  private static final StoreConfig TWO_WEEKS =
      new StoreConfig("unused", Duration.ofMillis(250), Duration.ofDays(14));

  private Instant now = Instant.ofEpochSecond(NOON);
  @Parameter private TestServer kind = TestServer.EMBEDDED;
  private TestServer.@Nullable Running server;
  private MongoDatabase database;
  private PointStore points;
  private AssetStore assets;

  @BeforeParameterizedClassInvocation
  void start() {
    server = kind.start();
  }

  @BeforeEach
  void open() {
    database = requireNonNull(server).database();
    points = new PointStore(database);
    assets = new AssetStore(database, () -> now);
    schema(TWO_WEEKS);
  }

  @AfterEach
  void drop() {
    Mono.from(database.drop()).block();
  }

  @AfterParameterizedClassInvocation
  void stop() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }

  @Test
  void whatIsWrittenIsReadAscending() {
    List<Point> line = line(EURUSD, NOON - 150, 300);
    List<Point> shuffled = new ArrayList<>(line);
    Collections.shuffle(shuffled, new Random(1));

    Written written = write(shuffled);

    assertThat(written).isEqualTo(new Written(300, List.of()));
    assertThat(read(EURUSD, NOON - 150, NOON + 150)).isEqualTo(line);
  }

  @Test
  void aRangeTakesItsStartAndLeavesItsEnd() {
    write(line(EURUSD, NOON - 100, 200));

    assertThat(read(EURUSD, NOON - 3, NOON + 2)).isEqualTo(line(EURUSD, NOON - 3, 5));
    assertThat(read(EURUSD, NOON, NOON)).isEmpty();
    assertThat(read(EURUSD, 0, Integer.MAX_VALUE)).hasSize(200);
  }

  @Test
  void aLongRangeWithHolesIsReadWhole() {
    List<Point> sparse =
        LongStream.range(0, 500).mapToObj(i -> point(EURUSD, NOON + i * 97)).toList();
    write(sparse);
    write(line(TENTH, NOON, 10));

    assertThat(read(EURUSD, NOON, NOON + 500 * 97)).isEqualTo(sparse);
  }

  @Test
  void theFirstValueOfASecondWins() {
    write(List.of(new Point(EURUSD, NOON, 1.5)));

    Written second = write(List.of(new Point(EURUSD, NOON, 9.9), point(EURUSD, NOON + 1)));

    assertThat(second.stored()).isEqualTo(1);
    assertThat(second.duplicates()).containsExactly(new Point(EURUSD, NOON, 9.9));
    assertThat(read(EURUSD, NOON, NOON + 1)).containsExactly(new Point(EURUSD, NOON, 1.5));
  }

  @Test
  void aRetryOfAWriteChangesNothing() {
    List<Point> tick = List.of(point(EURUSD, NOON), point(USDJPY, NOON), point(TENTH, NOON));
    write(tick);
    List<Document> before = documents(Bucket.COLLECTION);

    Written again = write(tick);

    assertThat(again).isEqualTo(new Written(0, tick));
    assertThat(documents(Bucket.COLLECTION)).isEqualTo(before);
  }

  @Test
  void writersThatMeetInANewMinuteLoseNothing() {
    List<Point> minute = line(EURUSD, NOON + 1, 60);

    List<Written> all =
        requireNonNull(
            Flux.fromIterable(minute)
                .flatMap(p -> points.write(List.of(p)).subscribeOn(Schedulers.parallel()), 60)
                .collectList()
                .block());

    assertThat(all).allMatch(written -> written.stored() == 1);
    assertThat(read(EURUSD, NOON, NOON + 61)).isEqualTo(minute);
  }

  @Test
  void valuesAreKeptAsDoublesInBucketsOfTheDocumentedForm() {
    write(List.of(new Point(EURUSD, NOON, 2.0)));

    assertThat(documents(Bucket.COLLECTION))
        .containsExactly(
            Document.parse(
                """
                {_id: "1|24264724", t: {$date: "2016-02-19T12:04:00Z"}, v: {"59": 2.0}}"""));
  }

  @Test
  void recentGivesEachAssetsPointsAscendingAndNoOthers() {
    for (Asset asset : List.of(EURUSD, USDJPY, TENTH)) {
      write(line(asset, NOON - 2000, 2100));
    }

    List<Point> recent =
        requireNonNull(
            points.recent(List.of(TENTH, EURUSD), NOON - 1800, NOON).collectList().block());

    assertThat(recent).hasSize(2 * 1801);
    assertThat(recent.stream().filter(p -> p.asset().equals(EURUSD)))
        .containsExactlyElementsOf(line(EURUSD, NOON - 1800, 1801));
    assertThat(recent.stream().filter(p -> p.asset().equals(TENTH)))
        .containsExactlyElementsOf(line(TENTH, NOON - 1800, 1801));
  }

  @Test
  void recentOfManyAssetsIsAskedInPieces() {
    List<Asset> many =
        IntStream.rangeClosed(1, 300).mapToObj(id -> new Asset(id, "A" + id)).toList();
    write(many.stream().map(asset -> point(asset, NOON)).toList());

    assertThat(points.recent(many, NOON - 1800, NOON).collectList().block())
        .containsExactlyInAnyOrderElementsOf(many.stream().map(a -> point(a, NOON)).toList());
  }

  @Test
  void theLastPointIsFoundHoweverOldAndOnlyOfItsAsset() {
    write(List.of(point(EURUSD, 7), point(EURUSD, 1_000_000_000), point(EURUSD, 59)));
    write(line(TENTH, NOON, 3));

    assertThat(points.last(EURUSD).block()).isEqualTo(point(EURUSD, 1_000_000_000));
    assertThat(points.first(EURUSD).block()).isEqualTo(point(EURUSD, 7));
    assertThat(points.last(TENTH).block()).isEqualTo(point(TENTH, NOON + 2));
    assertThat(points.last(USDJPY).blockOptional()).isEmpty();
  }

  @Test
  void aFreshStoreGivesIdsInTheOrderOfTheNames() {
    List<String> names = List.of("EURUSD", "USDJPY", "GBPUSD", "AUDUSD", "USDCAD");

    assertThat(register(names))
        .extracting(Asset::id, Asset::name)
        .containsExactlyElementsOf(
            IntStream.range(0, 5).mapToObj(i -> tuple(i + 1, names.get(i))).toList());
  }

  @Test
  void aKnownNameKeepsItsIdWhateverTheOrder() {
    List<Asset> first = register(List.of("EURUSD", "USDJPY"));

    List<Asset> second = register(List.of("GBPUSD", "USDJPY", "EURUSD"));

    assertThat(second).containsExactly(new Asset(3, "GBPUSD"), first.get(1), first.get(0));
  }

  @Test
  void aRetiredAssetIsTakenUpAgainWithItsId() {
    Asset retired = register(List.of("EURUSD", "USDJPY")).get(0);
    assets.retire(retired).block();
    now = now.plusSeconds(5);
    assets.retire(retired).block();
    assertThat(all().get(0).retiredAt()).hasValue(Instant.ofEpochSecond(NOON));

    List<Asset> again = register(List.of("GBPUSD", "EURUSD"));

    assertThat(again).containsExactly(new Asset(3, "GBPUSD"), retired);
    assertThat(all()).allMatch(stored -> stored.retiredAt().isEmpty());
  }

  @Test
  void anIdIsNotGivenAgainAfterItsDocumentIsGone() {
    register(List.of("EURUSD", "USDJPY"));
    Mono.from(database.getCollection("assets").deleteOne(new Document("_id", 2))).block();

    assertThat(register(List.of("GBPUSD"))).containsExactly(new Asset(3, "GBPUSD"));
  }

  @Test
  void processesThatRegisterAtOnceAgreeAndLeaveNoGap() {
    List<String> names = IntStream.range(0, 20).mapToObj(i -> "N" + i).toList();

    List<List<Asset>> answers =
        requireNonNull(
            Flux.range(0, 4)
                .flatMap(
                    i ->
                        new AssetStore(database, () -> now)
                            .register(names, "test")
                            .subscribeOn(Schedulers.parallel()))
                .collectList()
                .block());

    assertThat(answers).hasSize(4).allMatch(answer -> answer.equals(answers.get(0)));
    assertThat(answers.get(0)).extracting(Asset::name).isEqualTo(names);
    assertThat(all())
        .extracting(stored -> stored.asset().id())
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
  }

  @Test
  void theSweepDeletesExpiredMinutesAndNoOthers() {
    Asset kept = register(List.of("EURUSD")).get(0);
    Instant edge = now.minus(TWO_WEEKS.retention());
    long edgeMinute = Bucket.minuteOf(edge.getEpochSecond()) * 60;
    List<Point> expired =
        LongStream.range(1, 1_200).mapToObj(i -> point(kept, edgeMinute - i * 60)).toList();
    write(expired);
    write(line(kept, edgeMinute - 1, 10));
    Retention retention = new Retention(database, assets, TWO_WEEKS, () -> now);

    long deleted = requireNonNull(retention.sweep().block());

    assertThat(deleted).isEqualTo(1_199);
    assertThat(read(kept, 0, NOON)).isEqualTo(line(kept, edgeMinute, 9));
    assertThat(retention.sweep().block()).isZero();
  }

  @Test
  void aRetentionOfZeroKeepsEverything() {
    register(List.of("EURUSD"));
    write(List.of(point(EURUSD, 60)));
    StoreConfig everything = new StoreConfig("unused", Duration.ofSeconds(1), Duration.ZERO);

    assertThat(new Retention(database, assets, everything, () -> now).sweep().block()).isZero();
    assertThat(read(EURUSD, 0, NOON)).hasSize(1);
  }

  @Test
  void theSchemaCanBePreparedAgainAndFollowsTheRetention() {
    schema(TWO_WEEKS);
    assertThat(expiry()).containsExactly(14L * 24 * 3600);

    schema(new StoreConfig("unused", Duration.ofSeconds(1), Duration.ZERO));
    assertThat(expiry()).isEmpty();

    schema(TWO_WEEKS);
    assertThat(expiry()).containsExactly(14L * 24 * 3600);
  }

  private List<Long> expiry() {
    return requireNonNull(
        Flux.from(database.getCollection(Bucket.COLLECTION).listIndexes())
            .filter(index -> index.containsKey("expireAfterSeconds"))
            .map(index -> ((Number) requireNonNull(index.get("expireAfterSeconds"))).longValue())
            .collectList()
            .block());
  }

  private void schema(StoreConfig config) {
    new Schema(database, config).prepare().block();
  }

  private Written write(List<Point> some) {
    return requireNonNull(points.write(some).block());
  }

  private List<Point> read(Asset asset, long from, long to) {
    return requireNonNull(points.read(asset, from, to).collectList().block());
  }

  private List<Asset> register(List<String> names) {
    return requireNonNull(assets.register(names, "test").block());
  }

  private List<StoredAsset> all() {
    return requireNonNull(assets.all().collectList().block());
  }

  private List<Document> documents(String collection) {
    return requireNonNull(
        Flux.from(database.getCollection(collection).find()).collectList().block());
  }

  /** A point with a value that says which it is. */
  private static Point point(Asset asset, long time) {
    return new Point(asset, time, asset.id() + time / 1e10);
  }

  private static List<Point> line(Asset asset, long from, int seconds) {
    return LongStream.range(from, from + seconds).mapToObj(t -> point(asset, t)).toList();
  }
}
