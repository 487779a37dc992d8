package io.github.reactiveraft.examples.evidence;

import io.github.reactiveraft.examples.process.JavaProcess;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts {@link EvidenceApp} in processes of their own. */
final class Programs {

    private Programs() {}

    /** Starts one; what it says is added to files in the directory. */
    static JavaProcess start(Path directory, List<String> arguments) {
        // These classes come first, and the one file with all that they need.
        String classPath = testClasses() + File.pathSeparator + JavaProcess.counterJar();
        List<String> command = new ArrayList<>(List.of("-cp", classPath, EvidenceApp.class.getName()));
        command.addAll(arguments);
        return JavaProcess.start(directory, command);
    }

    private static Path testClasses() {
        try {
            return Path.of(EvidenceApp.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
