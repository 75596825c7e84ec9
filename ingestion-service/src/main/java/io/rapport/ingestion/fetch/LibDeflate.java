package io.rapport.ingestion.fetch;

import io.quarkus.runtime.ImageMode;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * The system's libdeflate, which decompresses what is there as a whole in less than half the JDK's time. An option: a machine
 * need not have it. For one thread at a time; its memory is given back when the garbage collector takes it.
 */
final class LibDeflate {

    /** What ABI it has since 1.0. */
    private static final String LIBRARY = "libdeflate.so.0";

    private static final Optional<Functions> FUNCTIONS = Functions.find();
    private static final int SUCCESS = 0;
    private static final int INSUFFICIENT_SPACE = 3;

    private final Functions functions;
    private final MemorySegment decompressor;
    private final MemorySegment taken;
    private final MemorySegment given;

    private LibDeflate(Functions functions) {
        Arena arena = Arena.ofAuto();
        this.functions = functions;
        this.decompressor = functions.allocate(arena);
        this.taken = arena.allocate(Functions.SIZE);
        this.given = arena.allocate(Functions.SIZE);
    }

    /** @return empty if this machine has none, or if this is a native executable, which is not told of its functions */
    static Optional<LibDeflate> open() {
        return FUNCTIONS.map(LibDeflate::new);
    }

    /**
     * Decompresses one member of a gzip file.
     *
     * @param from where it begins in {@code zipped}, of which {@code until} bytes count
     * @param at where in {@code plain} the result is to begin
     * @return false if {@code plain} is too short for it; what {@link #taken} and {@link #given} say is then of no use
     * @throws ZipException if it is damaged, or not there as a whole
     */
    boolean gunzip(byte[] zipped, int from, int until, byte[] plain, int at) throws ZipException {
        int result = functions.gunzip(
                decompressor,
                MemorySegment.ofArray(zipped).asSlice(from, until - from),
                MemorySegment.ofArray(plain).asSlice(at),
                taken,
                given);
        if (result != SUCCESS && result != INSUFFICIENT_SPACE) {
            throw new ZipException("damaged or cut short");
        }
        return result == SUCCESS;
    }

    /** How many bytes the last member was. */
    int taken() {
        return Math.toIntExact(taken.get(ValueLayout.JAVA_LONG, 0));
    }

    /** How many bytes came out of it. */
    int given() {
        return Math.toIntExact(given.get(ValueLayout.JAVA_LONG, 0));
    }

    private record Functions(MethodHandle allocating, MethodHandle freeing, MethodHandle gunzipping) {

        /** size_t, on every machine of 64 bits. */
        private static final ValueLayout.OfLong SIZE = ValueLayout.JAVA_LONG;

        private static final AddressLayout POINTER = ValueLayout.ADDRESS;

        private static Optional<Functions> find() {
            if (ImageMode.current().isNativeImage()) {
                return Optional.empty();
            }
            try {
                SymbolLookup library = SymbolLookup.libraryLookup(LIBRARY, Arena.global());
                Linker linker = Linker.nativeLinker();
                return Optional.of(new Functions(
                        linker.downcallHandle(
                                library.findOrThrow("libdeflate_alloc_decompressor"), FunctionDescriptor.of(POINTER)),
                        linker.downcallHandle(
                                library.findOrThrow("libdeflate_free_decompressor"),
                                FunctionDescriptor.ofVoid(POINTER)),
                        // Critical: it works where the arrays are, for a millisecond a page, instead of on copies.
                        linker.downcallHandle(
                                library.findOrThrow("libdeflate_gzip_decompress_ex"),
                                FunctionDescriptor.of(
                                        ValueLayout.JAVA_INT, POINTER, POINTER, SIZE, POINTER, SIZE, POINTER, POINTER),
                                Linker.Option.critical(true))));
            } catch (IllegalArgumentException | NoSuchElementException | IllegalCallerException e) {
                // There is no such library, or a very old one, or the JVM was told to load none.
                return Optional.empty();
            }
        }

        MemorySegment allocate(Arena arena) {
            MemorySegment decompressor = call(() -> (MemorySegment) allocating.invokeExact());
            if (decompressor.equals(MemorySegment.NULL)) {
                throw new OutOfMemoryError("no memory for libdeflate");
            }
            return decompressor.reinterpret(arena, this::free);
        }

        private void free(MemorySegment decompressor) {
            call(() -> {
                freeing.invokeExact(decompressor);
                return decompressor;
            });
        }

        int gunzip(
                MemorySegment decompressor,
                MemorySegment zipped,
                MemorySegment plain,
                MemorySegment taken,
                MemorySegment given) {
            return call(() -> (int) gunzipping.invokeExact(
                    decompressor, zipped, zipped.byteSize(), plain, plain.byteSize(), taken, given));
        }

        private interface Call<T> {
            T call() throws Throwable;
        }

        private static <T> T call(Call<T> function) {
            try {
                return function.call();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
