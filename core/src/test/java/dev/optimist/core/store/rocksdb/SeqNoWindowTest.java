package dev.optimist.core.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SeqNoWindowTest {
    @Test
    void windows_oneAfterAnother_yieldEverythingOnceInOrder() {
        List<Long> seqNos = new ArrayList<>(LongStream.range(0, 1_000).boxed().toList());
        Collections.shuffle(seqNos, new Random(3));

        List<Long> yielded = new ArrayList<>();
        long next = 0;
        SeqNoWindow window;
        do {
            window = fill(new SeqNoWindow(next, /* bytesMax= */ 5_000), seqNos);
            window.inOrder().forEach(entry -> yielded.add(entry.seqNo()));
            next = window.nextSeqNo();
        } while (!window.complete());

        assertThat(yielded).isEqualTo(LongStream.range(0, 1_000).boxed().toList());
    }

    @Test
    void window_smallerThanOneDocument_holdsOne() {
        SeqNoWindow window = fill(new SeqNoWindow(0, /* bytesMax= */ 1), List.of(7L, 5L, 6L));

        assertThat(window.inOrder()).extracting(SeqNoWindow.Entry::seqNo).containsExactly(5L);
        assertThat(window.nextSeqNo()).isEqualTo(6);
    }

    private static SeqNoWindow fill(SeqNoWindow window, List<Long> seqNos) {
        for (long seqNo : seqNos) {
            if (window.wants(seqNo)) {
                window.add(seqNo, new byte[8], new byte[40]);
            }
        }
        return window;
    }
}
