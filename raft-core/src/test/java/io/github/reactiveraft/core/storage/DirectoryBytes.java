package io.github.reactiveraft.core.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** The files of a directory, to be spoiled and to be compared. */
record DirectoryBytes(SortedMap<String, ByteBuffer> files) {

    static DirectoryBytes of(Path directory) throws IOException {
        SortedMap<String, ByteBuffer> files = new TreeMap<>();
        try (Stream<Path> found = Files.list(directory)) {
            for (Path file : found.toList()) {
                files.put(directory.relativize(file).toString(), ByteBuffer.wrap(Files.readAllBytes(file)));
            }
        }
        return new DirectoryBytes(files);
    }

    static void flip(Path file, int position) throws IOException {
        change(file, bytes -> bytes[position] ^= 0x20);
    }

    static void zero(Path file, int from, int upTo) throws IOException {
        change(file, bytes -> Arrays.fill(bytes, from, upTo, (byte) 0));
    }

    static void swap(Path file, int one, int other, int length) throws IOException {
        change(file, bytes -> {
            byte[] before = bytes.clone();
            System.arraycopy(before, one, bytes, other, length);
            System.arraycopy(before, other, bytes, one, length);
        });
    }

    static void cut(Path file, int size) throws IOException {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
    }

    static void setVersion(Path file, int version) throws IOException {
        change(file, bytes -> {
            ByteBuffer head = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            head.putInt(8, version);
            CRC32C crc = new CRC32C();
            crc.update(bytes, 0, 12);
            head.putInt(12, (int) crc.getValue());
        });
    }

    private static void change(Path file, Consumer<byte[]> change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        change.accept(bytes);
        Files.write(file, bytes);
    }
}
