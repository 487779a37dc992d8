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
        // These classes come first, then the one file with nearly all that they need, last what only tests have.
        String classPath = String.join(
                File.pathSeparator,
                testClasses().toString(),
                JavaProcess.counterJar(),
                System.getProperty("java.class.path"));
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
