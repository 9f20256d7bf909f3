package ratecast.rest;

/** Answers as they look, for the contract's document. */
final class Examples {
  static final String ASSET =
      "{\"id\":1,\"name\":\"EURUSD\",\"feed\":\"walk\",\"state\":\"live\",\"total\":5,"
          + "\"firstTime\":1795254437,\"lastTime\":1795254441,\"lastValue\":1.079975}";
  static final String ASSETS = "{\"assets\":[" + ASSET + "]}";
  static final String NEW_ASSET = "{\"name\":\"EURJPY\"}";
  static final String POINT =
      "{\"assetName\":\"EURUSD\",\"time\":1795254441,\"assetId\":1,\"value\":1.079975}";
  static final String POINTS = "{\"points\":[" + POINT + "]}";
  static final String ORIGIN =
      "{\"assetName\":\"EURUSD\",\"time\":1795254441,\"assetId\":1,\"value\":1.079975,\"feed\":\"walk\","
          + "\"receivedAt\":1795254441003,\"bid\":1.07993,\"ask\":1.08002,\"writtenAt\":1795254441006}";
  static final String CSV = "assetName,time,assetId,value\nEURUSD,1795254441,1,1.079975\n";
  static final String CANDLES =
      "{\"candles\":[{\"time\":1795254435,\"open\":1.079965,\"high\":1.079975,\"low\":1.079965,"
          + "\"close\":1.07997,\"count\":3,\"closed\":true}]}";
  static final String EVENT = "id: 1795254441\ndata: " + POINT + "\n\n";
  static final String PUSH =
      "[{\"assetName\":\"EURJPY\",\"value\":163.215},{\"assetId\":8,\"value\":\"high\"}]";
  static final String PUSHED =
      "{\"stored\":1,\"duplicates\":0,\"rejected\":"
          + "[{\"index\":1,\"field\":\"value\",\"reason\":\"not a number\"}]}";
  static final String IMPORT =
      "{\"id\":1,\"name\":\"pitch_example_data\",\"state\":\"done\",\"lines\":3,\"decoded\":3,"
          + "\"rejectedLines\":0,\"countsByType\":{\"A\":2,\"X\":1},\"percent\":100}";
  static final String IMPORTS = "{\"imports\":[" + IMPORT + "]}";
  static final String IMPORT_ID = "{\"id\":1}";
  static final String MESSAGE_PUSH =
      "[{\"type\":\"X\",\"time\":28800168,\"orderId\":\"1K27GA00000Y\",\"canceledShares\":100}]";
  static final String MESSAGES_PUSHED =
      "{\"stored\":1,\"duplicates\":0,\"rejected\":[],\"importId\":2}";
  static final String MESSAGES =
      "{\"messages\":[{\"importId\":1,\"line\":2,\"time\":28800168,\"type\":\"X\","
          + "\"name\":\"Order Cancel\",\"orderId\":\"1K27GA00000Y\",\"canceledShares\":100}],"
          + "\"total\":1,\"countsByType\":{\"X\":1}}";
  static final String WRONG = "What was wrong, and what to send instead";
  static final String PROBLEM =
      "{\"type\":\"urn:ratecast:problem:asset-not-found\",\"title\":\"No such asset\",\"status\":404,"
          + "\"detail\":\"No asset has the id 99; GET /assets lists them.\",\"field\":\"id\"}";

  private Examples() {}
}
