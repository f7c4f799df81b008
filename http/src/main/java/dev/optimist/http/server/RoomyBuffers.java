package dev.optimist.http.server;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * Makes no small direct buffers: the codec takes one as long as it guesses a head to be, and has a short body follow the head
 * in the same buffer where there is room for it. So most answers leave as one buffer instead of two.
 */
final class RoomyBuffers extends AbstractByteBufAllocator {
    private static final int BYTES_MIN = 1024;

    private final ByteBufAllocator pool;

    RoomyBuffers(ByteBufAllocator pool) {
        super(/* preferDirect= */ true);
        this.pool = pool;
    }

    @Override
    protected ByteBuf newHeapBuffer(int bytes, int bytesMax) {
        return pool.heapBuffer(bytes, bytesMax);
    }

    @Override
    protected ByteBuf newDirectBuffer(int bytes, int bytesMax) {
        return pool.directBuffer(Math.min(bytesMax, Math.max(bytes, BYTES_MIN)), bytesMax);
    }

    @Override
    public boolean isDirectBufferPooled() {
        return pool.isDirectBufferPooled();
    }
}
