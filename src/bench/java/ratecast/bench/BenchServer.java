package ratecast.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Ratecast with a {@link TickPublisher} for a feed. Ends when its standard input does: then nobody
 * is there who would look at it.
 */
public final class BenchServer {
  private BenchServer() {}

  /** Words: the board's file, the number of assets, the points of history. */
  public static void main(String[] words) throws IOException {
    Board board = Board.open(Path.of(words[0]));
    StreamUnderTest stream = StreamUnderTest.start(Integer.parseInt(words[1]));
    TickPublisher publisher = new TickPublisher(board, stream.assets(), stream.clock());
    publisher.fill(stream, Integer.parseInt(words[2]));
    publisher.start(stream);
    board.put(Board.PORT, stream.port());
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }
}
