package ratecast.store;

import com.mongodb.WriteConcern;
import com.mongodb.reactivestreams.client.MongoClient;
import com.mongodb.reactivestreams.client.MongoDatabase;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The database everything is kept in. Acknowledged means: a majority of the replica set has it. */
@Factory
final class StoreFactory {
  @Singleton
  MongoDatabase database(MongoClient client, StoreConfig config) {
    return client.getDatabase(config.database()).withWriteConcern(WriteConcern.MAJORITY);
  }
}
