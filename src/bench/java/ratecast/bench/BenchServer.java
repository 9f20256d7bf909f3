package ratecast.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import ratecast.market.Asset;

/**
 * Ratecast's tapes and stream as they ship, without store and feed, with a {@link TickPublisher} in
 * place of the pipeline. Ends when its standard input does.
 */
public final class BenchServer {
  private BenchServer() {}

  /** Words: the board's file, the number of assets, the points of history. */
  public static void main(String[] words) throws IOException {
    Board board = Board.open(Path.of(words[0]));
    List<Asset> assets =
        IntStream.rangeClosed(1, Integer.parseInt(words[1]))
            .mapToObj(id -> new Asset(id, "ticker_%03d".formatted(id)))
            .toList();
    StreamUnderTest stream = StreamUnderTest.start(assets);
    TickPublisher publisher = new TickPublisher(board, assets, stream.clock());
    publisher.fill(stream, Integer.parseInt(words[2]));
    publisher.start(stream);
    board.put(Board.PORT, stream.port());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
