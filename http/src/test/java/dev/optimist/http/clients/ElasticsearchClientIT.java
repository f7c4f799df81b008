package dev.optimist.http.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import co.elastic.clients.elasticsearch.ElasticsearchClient;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkIngester;
import co.elastic.clients.elasticsearch._helpers.bulk.BulkListener;
import co.elastic.clients.elasticsearch._types.ElasticsearchException;
import co.elastic.clients.elasticsearch._types.ErrorCause;
import co.elastic.clients.elasticsearch._types.Result;
import co.elastic.clients.elasticsearch.core.BulkRequest;
import co.elastic.clients.elasticsearch.core.BulkResponse;
import co.elastic.clients.elasticsearch.core.GetResponse;
import co.elastic.clients.elasticsearch.core.IndexResponse;
import co.elastic.clients.elasticsearch.core.UpdateResponse;
import co.elastic.clients.elasticsearch.core.bulk.BulkResponseItem;
import co.elastic.clients.elasticsearch.core.search.TotalHits;
import dev.optimist.http.testkit.OptimistExtension;
import dev.optimist.http.testkit.OptimistServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs twice: with version 8 of Elasticsearch's Java client, and with version 9 in its place. */
@ExtendWith(OptimistExtension.class)
class ElasticsearchClientIT {
    private static final String INDEX = "stock";
    private static final Item APPLES = new Item("apples", 10);

    private final OptimistServer server;
    private final ElasticsearchClient client;

    ElasticsearchClientIT(OptimistServer server) throws ReflectiveOperationException {
        this.server = server;
        this.client = ElasticsearchClients.connect(server.url());
    }

    @AfterEach
    void closeClient() throws IOException {
        client._transport().close();
    }

    @Test
    void client_ofThisRun_isTheOneThatTheBuildNames() {
        assertThat(ElasticsearchClients.majorVersion())
                .as("the version that this execution of the build put on the class path")
                .isEqualTo(Integer.getInteger("elasticsearch.client", 8));
    }

    @Test
    void info_ofTheServer_isRead() throws IOException {
        assertThat(client.info().tagline()).as("who answers").isEqualTo("You Know, for Search");
        assertThat(client.ping().value()).as("ping").isTrue();
    }

    @Test
    void create_ofTheSameIdTwice_isAConflict() throws IOException {
        assertThat(client.create(create -> create.index(INDEX).id("1").document(APPLES))
                        .result())
                .as("the first")
                .isEqualTo(Result.Created);
        assertConflict(() -> client.create(create -> create.index(INDEX).id("1").document(APPLES)));
    }

    @Test
    void get_ofADocument_returnsWhatWasIndexed() throws IOException {
        IndexResponse indexed =
                client.index(index -> index.index(INDEX).id("1").routing("r").document(APPLES));
        GetResponse<Item> got = client.get(get -> get.index(INDEX).id("1").routing("r"), Item.class);
        assertThat(got.found()).as("found").isTrue();
        assertThat(got.source()).as("source").isEqualTo(APPLES);
        assertThat(got.routing()).as("routing").isEqualTo("r");
        assertThat(got.seqNo()).as("seq_no").isEqualTo(indexed.seqNo());
        assertThat(got.primaryTerm()).as("primary term").isEqualTo(indexed.primaryTerm());
    }

    @Test
    void get_ofNothing_isAnAnswerNotAnError() throws IOException {
        client.indices().create(create -> create.index(INDEX));
        assertThat(client.get(get -> get.index(INDEX).id("1"), Item.class).found())
                .as("found")
                .isFalse();
        assertThat(client.exists(exists -> exists.index(INDEX).id("1")).value())
                .as("exists")
                .isFalse();
    }

    @Test
    void get_ofAnIndexThatIsMissing_isATypedError() {
        assertError(
                404,
                "index_not_found_exception",
                () -> client.get(get -> get.index("missing").id("1"), Item.class));
    }

    @Test
    void index_withoutId_isGivenOne() throws IOException {
        String id = client.index(index -> index.index(INDEX).document(APPLES)).id();
        assertThat(client.exists(exists -> exists.index(INDEX).id(id)).value())
                .as("exists under the id that was answered")
                .isTrue();
    }

    @Test
    void index_onARevision_succeedsOnceAndThenConflicts() throws IOException {
        IndexResponse first = client.index(index -> index.index(INDEX).id("1").document(APPLES));
        assertThat(indexOn(first).seqNo()).as("the next revision").isGreaterThan(first.seqNo());
        assertConflict(() -> indexOn(first));
    }

    private IndexResponse indexOn(IndexResponse read) throws IOException {
        return client.index(index -> index.index(INDEX)
                .id("1")
                .ifSeqNo(read.seqNo())
                .ifPrimaryTerm(read.primaryTerm())
                .document(new Item("apples", 9)));
    }

    @Test
    void update_onARevision_succeedsOnceAndThenConflicts() throws IOException {
        IndexResponse first = client.index(index -> index.index(INDEX).id("1").document(APPLES));
        assertThat(updateOn(first).result()).as("the first").isEqualTo(Result.Updated);
        assertConflict(() -> updateOn(first));
    }

    private UpdateResponse<Item> updateOn(IndexResponse read) throws IOException {
        return client.update(
                update -> update.index(INDEX)
                        .id("1")
                        .ifSeqNo(read.seqNo())
                        .ifPrimaryTerm(read.primaryTerm())
                        .doc(Map.of("stock", 8)),
                Item.class);
    }

    @Test
    void update_thatLosesEveryAttempt_isAConflict() throws IOException {
        client.index(index -> index.index(INDEX).id("1").document(APPLES));
        server.faults().conflict(INDEX, "1", 3);
        assertConflict(() -> client.update(
                update -> update.index(INDEX).id("1").retryOnConflict(2).doc(Map.of("stock", 8)), Item.class));
    }

    @Test
    void update_ofNothing_isATypedError() throws IOException {
        client.indices().create(create -> create.index(INDEX));
        assertError(
                404,
                "document_missing_exception",
                () -> client.update(update -> update.index(INDEX).id("1").doc(Map.of("stock", 8)), Item.class));
    }

    @Test
    void update_withUpsertAndSource_returnsTheDocument() throws IOException {
        UpdateResponse<Item> updated = client.update(
                update -> update.index(INDEX)
                        .id("1")
                        .doc(Map.of("stock", 8))
                        .upsert(APPLES)
                        .source(source -> source.fetch(true)),
                Item.class);
        assertThat(updated.result()).as("made").isEqualTo(Result.Created);
        assertThat(updated.get()).as("the document").isNotNull();
        assertThat(updated.get().source()).as("its source").isEqualTo(APPLES);
    }

    @Test
    void delete_onARevision_conflictsAndThenSucceeds() throws IOException {
        IndexResponse first = client.index(index -> index.index(INDEX).id("1").document(APPLES));
        IndexResponse second = indexOn(first);
        assertConflict(() -> deleteOn(first));
        assertThat(deleteOn(second)).as("on the newest revision").isEqualTo(Result.Deleted);
        assertThat(client.delete(delete -> delete.index(INDEX).id("1")).result())
                .as("nothing is left")
                .isEqualTo(Result.NotFound);
    }

    private Result deleteOn(IndexResponse read) throws IOException {
        return client.delete(delete ->
                        delete.index(INDEX).id("1").ifSeqNo(read.seqNo()).ifPrimaryTerm(read.primaryTerm()))
                .result();
    }

    @Test
    void ingester_withMoreThanOneRequest_storesEverything() throws IOException {
        List<BulkResponse> responses = Collections.synchronizedList(new ArrayList<>());
        try (BulkIngester<Void> ingester =
                BulkIngester.of(bulk -> bulk.client(client).maxOperations(100).listener(listener(responses)))) {
            for (int item = 0; item < 250; item++) {
                String id = Integer.toString(item);
                ingester.add(add -> add.index(index -> index.index(INDEX).id(id).document(APPLES)));
            }
        }
        assertThat(responses).as("requests").hasSize(3).noneMatch(BulkResponse::errors);
        assertThat(client.count(count -> count.index(INDEX)).count())
                .as("documents")
                .isEqualTo(250);
    }

    private static BulkListener<Void> listener(List<BulkResponse> responses) {
        return new BulkListener<>() {
            @Override
            public void beforeBulk(long id, BulkRequest request, List<@Nullable Void> contexts) {}

            @Override
            public void afterBulk(long id, BulkRequest request, List<@Nullable Void> contexts, BulkResponse response) {
                responses.add(response);
            }

            @Override
            public void afterBulk(long id, BulkRequest request, List<@Nullable Void> contexts, Throwable failure) {
                throw new AssertionError(failure);
            }
        };
    }

    @Test
    void bulk_ofEveryAction_answersEachItem() throws IOException {
        IndexResponse first = client.index(index -> index.index(INDEX).id("1").document(APPLES));
        indexOn(first);
        BulkResponse response = client.bulk(bulk -> bulk.index(INDEX)
                .operations(add -> add.create(create -> create.id("2").document(APPLES)))
                .operations(add -> add.create(create -> create.id("1").document(APPLES)))
                .operations(add -> add.index(index -> index.id("1")
                        .ifSeqNo(first.seqNo())
                        .ifPrimaryTerm(first.primaryTerm())
                        .document(APPLES)))
                .operations(add ->
                        add.update(update -> update.id("1").action(action -> action.doc(Map.of("stock", 7)))))
                .operations(add -> add.delete(delete -> delete.id("2"))));
        assertThat(response.errors()).as("some failed").isTrue();
        assertThat(response.items().stream().map(BulkResponseItem::status))
                .as("each item's status")
                .containsExactly(201, 409, 409, 200, 200);
        assertThat(response.items().get(2).error())
                .as("a conflict's type")
                .extracting(ErrorCause::type)
                .isEqualTo("version_conflict_engine_exception");
    }

    @Test
    void bulk_whoseItemTheTestLetsFail_doesTheOthers() throws IOException {
        server.faults().failBulkItem(1);
        BulkResponse response = client.bulk(bulk -> bulk.index(INDEX)
                .operations(add -> add.index(index -> index.id("1").document(APPLES)))
                .operations(add -> add.index(index -> index.id("2").document(APPLES)))
                .operations(add -> add.index(index -> index.id("3").document(APPLES))));
        assertThat(response.items().stream().map(BulkResponseItem::status))
                .as("each item's status")
                .containsExactly(201, 429, 201);
        assertThat(client.exists(exists -> exists.index(INDEX).id("2")).value())
                .as("what failed was not done")
                .isFalse();
    }

    @Test
    void mget_ofSome_returnsThoseThatAreThere() throws IOException {
        client.index(index -> index.index(INDEX).id("1").document(APPLES));
        assertThat(client.mget(get -> get.index(INDEX).ids("1", "2"), Item.class)
                        .docs())
                .as("documents")
                .satisfiesExactly(
                        there ->
                                assertThat(there.result().source()).as("source").isEqualTo(APPLES),
                        missing ->
                                assertThat(missing.result().found()).as("found").isFalse());
    }

    @Test
    void search_ofEverything_findsIt() throws IOException {
        client.index(index -> index.index(INDEX).id("1").document(APPLES));
        var hits = client.search(search -> search.index(INDEX).query(query -> query.matchAll(all -> all)), Item.class)
                .hits();
        assertThat(hits.total()).as("total").extracting(TotalHits::value).isEqualTo(1L);
        assertThat(hits.hits().get(0).source()).as("source").isEqualTo(APPLES);
    }

    @Test
    void indices_throughTheirLife_areAdministered() throws IOException {
        assertThat(exists()).as("before").isFalse();
        assertThat(client.indices()
                        .create(create -> create.index(INDEX)
                                .settings(settings -> settings.numberOfShards("3"))
                                .mappings(mappings -> mappings.properties("name", name -> name.keyword(k -> k))))
                        .acknowledged())
                .as("made")
                .isTrue();
        assertThat(exists()).as("after").isTrue();
        client.indices().putMapping(put -> put.index(INDEX).properties("stock", stock -> stock.integer(i -> i)));
        assertThat(client.indices()
                        .getMapping(get -> get.index(INDEX))
                        .get(INDEX)
                        .mappings()
                        .properties())
                .as("mappings")
                .containsOnlyKeys("name", "stock");
        assertThat(client.indices()
                        .getSettings(get -> get.index(INDEX))
                        .get(INDEX)
                        .settings()
                        .index()
                        .numberOfShards())
                .as("settings")
                .isEqualTo("3");
        assertThat(client.indices()
                        .refresh(refresh -> refresh.index(INDEX))
                        .shards()
                        .failed()
                        .intValue())
                .as("refreshed")
                .isZero();
        assertThat(client.indices().delete(delete -> delete.index(INDEX)).acknowledged())
                .as("deleted")
                .isTrue();
        assertThat(exists()).as("in the end").isFalse();
    }

    private boolean exists() throws IOException {
        return client.indices().exists(exists -> exists.index(INDEX)).value();
    }

    @Test
    void createIndex_thatIsThere_isATypedError() throws IOException {
        client.indices().create(create -> create.index(INDEX));
        assertError(
                400, "resource_already_exists_exception", () -> client.indices().create(create -> create.index(INDEX)));
    }

    private static void assertConflict(ThrowingCallable call) {
        assertThat(ElasticsearchClients.conflict(catchThrowable(call)))
                .as("what the client makes of a conflict")
                .isEqualTo(new ElasticsearchClients.Conflict(409, "version_conflict_engine_exception"));
    }

    private static void assertError(int status, String type, ThrowingCallable call) {
        assertThatThrownBy(call).as(type).isInstanceOfSatisfying(ElasticsearchException.class, error -> {
            assertThat(error.status()).as("status").isEqualTo(status);
            assertThat(error.error().type()).as("type").isEqualTo(type);
        });
    }
}
