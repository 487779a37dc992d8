package io.github.reactiveraft.benchmarks.process;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Where the classes of a system are. Those of a rival meet none of ours but the probe. */
public final class ClassPaths {

    /** What this module brings itself. */
    private static final Set<String> OWN = Set.of("ours", "limit", "limit-batched");

    /** What a jar's manifest calls the version of the system in it. */
    private static final String VERSION = "Measured-Version";

    private static final String PIPE = "-pipe";

    private static final String UNKNOWN = "unknown";

    private ClassPaths() {}

    /** Whether a system was built. */
    public static boolean isThere(String system) {
        return OWN.contains(system) || (Files.isRegularFile(rival(system)) && Files.isRegularFile(probe()));
    }

    /** Where a rival would be; one jar has those that differ only in how they are called. */
    public static Path rival(String name) {
        String system = name.endsWith(PIPE) ? name.substring(0, name.length() - PIPE.length()) : name;
        return module().resolve(Path.of("rivals", system, "target", "rival-" + system + ".jar"));
    }

    /** Which version of a system is measured: its jar says so. */
    public static String version(String system) {
        Path jar = OWN.contains(system) ? here() : rival(system);
        if (!Files.isRegularFile(jar)) {
            return UNKNOWN;
        }
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String version =
                    manifest == null ? null : manifest.getMainAttributes().getValue(VERSION);
            return version == null ? UNKNOWN : version;
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }

    /** What follows {@code -cp}. */
    static String of(String system) {
        if (OWN.contains(system)) {
            Path own = here();
            return Files.isDirectory(own) ? System.getProperty("java.class.path") : own.toString();
        }
        return probe() + File.pathSeparator + rival(system);
    }

    private static Path probe() {
        return module().resolve(Path.of("probe", "target", "probe.jar"));
    }

    /** The directory of this module, whose target directory this code comes from. */
    private static Path module() {
        Path target = here().getParent();
        Path module = target == null ? null : target.getParent();
        return module == null ? Path.of("") : module;
    }

    private static Path here() {
        try {
            return Path.of(ClassPaths.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("This code comes from nowhere", impossible);
        }
    }
}
