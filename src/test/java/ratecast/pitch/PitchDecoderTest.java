package ratecast.pitch;

import static org.assertj.core.api.Assertions.assertThat;
import static ratecast.pitch.Refusal.Reason.BAD_ALPHA;
import static ratecast.pitch.Refusal.Reason.BAD_BASE36;
import static ratecast.pitch.Refusal.Reason.BAD_CODE;
import static ratecast.pitch.Refusal.Reason.BAD_NUMBER;
import static ratecast.pitch.Refusal.Reason.BAD_SIDE;
import static ratecast.pitch.Refusal.Reason.BAD_SYMBOL;
import static ratecast.pitch.Refusal.Reason.BAD_TIME;
import static ratecast.pitch.Refusal.Reason.CONTROL_PACKET;
import static ratecast.pitch.Refusal.Reason.EMPTY;
import static ratecast.pitch.Refusal.Reason.NON_ASCII;
import static ratecast.pitch.Refusal.Reason.TOO_LONG;
import static ratecast.pitch.Refusal.Reason.TOO_SHORT;
import static ratecast.pitch.Refusal.Reason.UNKNOWN_TYPE;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import ratecast.pitch.Refusal.Reason;

/** Lines written out by hand from the tables of the specification. */
class PitchDecoderTest {
  private static final String ADD = "28800011AAK27GA0000DTS000100SH    0000619200Y";
  private static final long ID = Base36.parse("AK27GA0000DT").orElseThrow();
  private static final long EXECUTION = Base36.parse("00001AQ00001").orElseThrow();

  private final PitchDecoder decoder = new PitchDecoder();

  static Stream<Arguments> everyType() {
    Price price = price("61.92");
    Price exact = price("61.920001");
    return Stream.of(
        Arguments.of("28800011sZVZZT   ", new SymbolClear(28800011, "ZVZZT")),
        Arguments.of(ADD, new AddOrderShort(28800011, ID, Side.SELL, 100, "SH", price, true)),
        Arguments.of(
            "28800011dAK27GA0000DTB000100BRK.B   0000619200N",
            new AddOrderLong(
                28800011, ID, Side.BUY, 100, "BRK.B", price, false, Optional.empty(), false)),
        Arguments.of(
            "28800011dAK27GA0000DTB000100BRK.B   0000619200YRTAL",
            new AddOrderLong(
                28800011, ID, Side.BUY, 100, "BRK.B", price, true, Optional.of("RTAL"), false)),
        Arguments.of(
            "28800011dAK27GA0000DTB000100ABCDEFGH0000619200Y    R",
            new AddOrderLong(
                28800011, ID, Side.BUY, 100, "ABCDEFGH", price, true, Optional.empty(), true)),
        Arguments.of(
            "288000111AK27GA0000DTS999999BRK.A   00000061920001YGSCO ",
            new AddOrderExtended(
                28800011,
                ID,
                Side.SELL,
                999_999,
                "BRK.A",
                exact,
                true,
                Optional.of("GSCO"),
                false)),
        Arguments.of(
            "28800318EAK27GA0000DT00010000001AQ00001",
            new OrderExecuted(28800318, ID, 100, EXECUTION)),
        Arguments.of("00000000XAK27GA0000DT000000", new OrderCancel(0, ID, 0)),
        Arguments.of(
            "86399999PAK27GA0000DTB000100DXD   000061920000001AQ00001",
            new TradeShort(86_399_999, ID, Side.BUY, 100, "DXD", price, EXECUTION)),
        Arguments.of(
            "28803240rAK27GA0000DTS000100DXD-A   000061920000001AQ00001",
            new TradeLong(28803240, ID, Side.SELL, 100, "DXD-A", price, EXECUTION)),
        Arguments.of(
            "288032402AK27GA0000DTB000100DXD     0000006192000100001AQ00001",
            new TradeExtended(28803240, ID, Side.BUY, 100, "DXD", exact, EXECUTION)),
        Arguments.of("28803240B00001AQ00001", new TradeBreak(28803240, EXECUTION)),
        Arguments.of(
            "28803240HSPY     T1 x",
            new TradingStatus(28803240, "SPY", HaltStatus.TRADING, true, ' ', 'x')),
        Arguments.of(
            "28803240ISPY     C00006192000000010000999999999900006193000000000000",
            new AuctionUpdate(
                28803240,
                "SPY",
                AuctionType.CLOSING,
                price,
                10_000,
                9_999_999_999L,
                price("61.93"),
                price("0"))),
        Arguments.of(
            "288032403SPY     O0000006192000100000100000000020000" + "9999999999999900000000000000",
            new AuctionUpdateExtended(
                28803240,
                "SPY",
                AuctionType.OPENING,
                exact,
                10_000,
                20_000,
                price("99999999.999999"),
                price("0"))),
        Arguments.of(
            "28803240JSPY     P00006192000000010000",
            new AuctionSummary(28803240, "SPY", AuctionType.PERIODIC, price, 10_000)),
        Arguments.of(
            "288032404SPY     M000000619200010000010000",
            new AuctionSummaryExtended(28803240, "SPY", AuctionType.MARKET_CLOSE, exact, 10_000)),
        Arguments.of(
            "28803240RSPY     A",
            new RetailPriceImprovement(28803240, "SPY", RetailInterest.BOTH)));
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void decodesEveryTypeOfTheTables(String line, PitchMessage message) {
    assertThat(decode(line)).isEqualTo(message);

    assertThat(decode("S" + line)).as("with the SOUP character").isEqualTo(message);
    assertThat(message.type().letter()).isEqualTo(line.charAt(8));
    assertThat(MessageType.find(line.charAt(8))).contains(message.type());
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void dispatchesEveryTypeToItsOwnMethod(String line, PitchMessage message) {
    RememberingHandler handler = new RememberingHandler();

    message.dispatch(handler);

    assertThat(handler.seen())
        .as(line)
        .containsExactly(message.getClass().getSimpleName(), message);
  }

  @ParameterizedTest
  @MethodSource("everyType")
  void refusesEveryLengthThatIsNotTheTypes(String line, PitchMessage message) {
    boolean hasForms = line.charAt(8) == 'd';

    for (int length = 1; length < line.length(); length++) {
      if (!hasForms || (length != 47 && length != 51)) {
        assertThat(reason(line.substring(0, length))).as("%d bytes", length).isEqualTo(TOO_SHORT);
      }
    }
    String longest = hasForms ? (line + "    R").substring(0, 52) : line;
    for (int more = 1; more < 100; more++) {
      assertThat(reason(longest + "0".repeat(more))).as("%d more", more).isEqualTo(TOO_LONG);
    }
  }

  static Stream<Arguments> badFields() {
    return Stream.of(
        Arguments.of("2880001xAAK27GA0000DTS000100SH    0000619200Y", BAD_NUMBER, 0),
        Arguments.of(" 8800011AAK27GA0000DTS000100SH    0000619200Y", BAD_NUMBER, 0),
        Arguments.of("86400000AAK27GA0000DTS000100SH    0000619200Y", BAD_TIME, 0),
        Arguments.of("28800011AaK27GA0000DTS000100SH    0000619200Y", BAD_BASE36, 9),
        Arguments.of("28800011AAK27GA0000D-S000100SH    0000619200Y", BAD_BASE36, 9),
        Arguments.of("28800011AAK27GA0000DTb000100SH    0000619200Y", BAD_SIDE, 21),
        Arguments.of("28800011AAK27GA0000DTS00010 SH    0000619200Y", BAD_NUMBER, 22),
        Arguments.of("28800011AAK27GA0000DTS-00100SH    0000619200Y", BAD_NUMBER, 22),
        Arguments.of("28800011AAK27GA0000DTS000100      0000619200Y", BAD_SYMBOL, 28),
        Arguments.of("28800011AAK27GA0000DTS000100 SH   0000619200Y", BAD_SYMBOL, 28),
        Arguments.of("28800011AAK27GA0000DTS000100SH    00006192.0Y", BAD_NUMBER, 34),
        Arguments.of("28800011AAK27GA0000DTS000100SH    O000619200Y", BAD_NUMBER, 34),
        Arguments.of("28800011AAK27GA0000DTS000100SH    0000619200y", BAD_CODE, 44),
        Arguments.of("28800011UAK27GA0000DTS000100SH    0000619200Y", UNKNOWN_TYPE, 8),
        Arguments.of("28800011aAK27GA0000DTS000100SH    0000619200Y", UNKNOWN_TYPE, 8),
        Arguments.of("28800011dAK27GA0000DTB000100SH      0000619200Y RTA", BAD_ALPHA, 47),
        Arguments.of("28800011dAK27GA0000DTB000100SH      0000619200YR AL", BAD_ALPHA, 47),
        Arguments.of("28800011dAK27GA0000DTB000100SH      0000619200YRTALx", BAD_CODE, 51),
        Arguments.of("28803240HSPY     X1  ", BAD_CODE, 17),
        Arguments.of("28803240HSPY     T2  ", BAD_CODE, 18),
        Arguments.of("28803240JSPY     X00006192000000010000", BAD_CODE, 17),
        Arguments.of("28803240RSPY     X", BAD_CODE, 17),
        Arguments.of("28800318EAK27GA0000DT00010000001AQ0000z", BAD_BASE36, 27),
        Arguments.of("28803240JSPY     P0000619200000001000 ", BAD_NUMBER, 28));
  }

  @ParameterizedTest
  @MethodSource("badFields")
  void refusesABadFieldWithItsReasonAndOffset(String line, Reason reason, int offset) {
    assertThat(decode(line)).isEqualTo(new Refusal(reason, offset, line));

    assertThat(decode("S" + line))
        .as("the offset counts after the SOUP character, the text has it")
        .isEqualTo(new Refusal(reason, offset, "S" + line));
  }

  @Test
  void refusesWhatIsNotEvenThere() {
    assertThat(decode("")).isEqualTo(new Refusal(EMPTY, 0, ""));
    assertThat(reason("S")).isEqualTo(EMPTY);
    assertThat(reason("SS" + ADD)).as("one SOUP character is enough").isEqualTo(TOO_SHORT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "+debug text of any length", "A AFTER10  1", "JA", "R", "O"})
  void tellsThePacketsOfTheSessionFromBrokenMessages(String line) {
    assertThat(reason(line)).isEqualTo(CONTROL_PACKET);
  }

  @ParameterizedTest
  @ValueSource(chars = {'\u00e9', '\u0000', '\t', '\u007f', '\u00ff'})
  void refusesAByteThatIsNoPrintableAsciiWhereverItStands(char odd) {
    for (int at = 1; at < ADD.length(); at++) {
      String line = ADD.substring(0, at) + odd + ADD.substring(at + 1);

      assertThat(decode(line)).isEqualTo(new Refusal(NON_ASCII, at, line));
      assertThat(decode("S" + line)).isEqualTo(new Refusal(NON_ASCII, at, "S" + line));
    }
    assertThat(reason("28803240HSPY     T1 " + odd)).as("in a reserved place").isEqualTo(NON_ASCII);
  }

  @Test
  void keepsTheHeadOfALongLineOnly() {
    Refusal refusal = (Refusal) decode(ADD.repeat(1000));

    assertThat(refusal.reason()).isEqualTo(TOO_LONG);
    assertThat(refusal.text()).isEqualTo(ADD.repeat(1000).substring(0, 200));
  }

  @Test
  void readsOnlyItsSliceOfTheBytes() {
    byte[] bytes = Sample.ascii("999" + ADD + "999");

    assertThat(decoder.decode(bytes, 3, bytes.length - 3)).isInstanceOf(AddOrderShort.class);
    assertThat(decoder.decode(bytes, 3, bytes.length - 2)).isInstanceOf(Refusal.class);
    assertThat(decoder.decode(Sample.ascii(ADD), 0, ADD.length()))
        .as("to the last byte of the array")
        .isInstanceOf(AddOrderShort.class);
  }

  @Test
  void theSameSymbolIsTheSameString() {
    AddOrder first = (AddOrder) decode("28800011AAK27GA0000DTS000100SH    0000619200Y");
    AddOrder second = (AddOrder) decode("28800011dAK27GA0000DTB000100SH      0000619200Y");

    assertThat(second.symbol()).isSameAs(first.symbol());
  }

  @Test
  void labelsAreCountableAndSayWhere() {
    assertThat(((Refusal) decode(ADD.replace("619200", "619x00"))).label())
        .isEqualTo("bad-number at 34");
    assertThat(((Refusal) decode("28800011")).label()).isEqualTo("too-short");
    assertThat(((Refusal) decode("28800011")).toRejection().reason()).isEqualTo("too-short");
  }

  private Decoded decode(String line) {
    byte[] bytes = Sample.ascii(line);
    return decoder.decode(bytes, 0, bytes.length);
  }

  private Reason reason(String line) {
    return ((Refusal) decode(line)).reason();
  }

  private static Price price(String decimal) {
    return Price.of(new BigDecimal(decimal));
  }
}
