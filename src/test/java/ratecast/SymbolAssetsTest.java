package ratecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import ratecast.market.Asset;
import ratecast.market.AssetCatalog;
import ratecast.market.AssetRegistry;
import ratecast.market.Quote;
import ratecast.support.RunningServer;

/** Which of a file's symbols become assets. */
class SymbolAssetsTest {
  @Test
  void aSymbolThatSomebodyRetiredStaysRetiredHoweverOftenItIsMet() {
    try (RunningServer server = RunningServer.start()) {
      SymbolAssets symbols = server.bean(SymbolAssets.class);
      AssetCatalog catalog = server.bean(AssetCatalog.class);
      List<Quote> quotes = List.of(quote("SPY"), quote("ZVZZT"));
      symbols.register(quotes).block();
      Asset spy = server.asset("SPY");

      server.bean(AssetRegistry.class).retire(spy).toCompletableFuture().join();
      symbols.register(quotes).block();

      assertThat(catalog.find("SPY")).isEmpty();
      assertThat(catalog.find("ZVZZT")).isPresent();

      server.bean(AssetRegistry.class).register("SPY").toCompletableFuture().join();
      assertThat(catalog.find("SPY")).contains(spy);
    }
  }

  private static Quote quote(String symbol) {
    return new Quote(symbol, BigDecimal.ONE, BigDecimal.TEN);
  }
}
