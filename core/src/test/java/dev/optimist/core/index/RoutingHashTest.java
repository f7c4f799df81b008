package dev.optimist.core.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutingHashTest {
    @ParameterizedTest
    @CsvSource({"1,4", "2,3", "a,1", "hello,4", "user-42,1", "é,4", "😀,2"})
    void shard_ofFive_isTheOneElasticsearchChose(String routing, int shard) {
        assertThat(new RoutingHash(5).shard(routing)).isEqualTo(shard);
    }

    @Test
    void shard_ofTwo_partsTheIdsAsElasticsearchDid() {
        RoutingHash routing = new RoutingHash(2);
        int first = routing.shard("1");

        assertThat(List.of("2", "3", "5")).allMatch(id -> routing.shard(id) == first);
        assertThat(routing.shard("4")).isNotEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 512, 513, 1_000, 1_024})
    void shard_ofAnyNumber_isWithinIt(int numberOfShards) {
        RoutingHash routing = new RoutingHash(numberOfShards);

        for (int id = 0; id < 5_000; id++) {
            assertThat(routing.shard("id-" + id)).isBetween(0, numberOfShards - 1);
        }
    }

    @Test
    void shard_ofMoreThanHalfOfTheMost_leavesRoomForOneSplit() {
        RoutingHash routing = new RoutingHash(600);

        for (int id = 0; id < 1_000; id++) {
            String name = "id-" + id;
            assertThat(routing.shard(name)).isEqualTo(Math.floorMod(RoutingHash.murmur3(name), 1_200) / 2);
        }
    }

    @Test
    void murmur3_ofNothing_isZero() {
        assertThat(RoutingHash.murmur3("")).isZero();
    }
}
