package dev.procpool.internal.process;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeMap;

/**
 * What a worker inherits of this JVM: system properties, assertions, opened and exported packages, preview features,
 * locale and encoding. Not heap or collector settings, which are for this JVM's work, and no debugger, JMX or agent, whose
 * ports and files cannot be had twice.
 *
 * <p>Loops, and no streams, here and wherever else the first worker's process waits for it: a JVM's first stream costs 5 ms,
 * each kind of lambda half of one.
 */
final class ParentJvm {

    private static final List<String> INHERITED_FLAGS = List.of(
            "-ea",
            "-da",
            "-esa",
            "-dsa",
            "-enableassertions",
            "-disableassertions",
            "-enablesystemassertions",
            "-disablesystemassertions",
            "--add-exports",
            "--add-modules",
            "--add-reads",
            "--enable-native-access",
            "--enable-preview",
            "--illegal-native-access",
            "--limit-modules",
            "--patch-module",
            "--sun-misc-unsafe-memory-access",
            "--upgrade-module-path");

    /** What each JVM finds out for itself. */
    private static final Set<String> JVM_OWN_PROPERTIES = Set.of(
            "awt.toolkit",
            "file.encoding",
            "file.encoding.pkg",
            "file.separator",
            "ftp.nonProxyHosts",
            "http.nonProxyHosts",
            "line.separator",
            "native.encoding",
            "os.arch",
            "os.name",
            "os.version",
            "path.separator",
            "socksNonProxyHosts",
            "stderr.encoding",
            "stdin.encoding",
            "stdout.encoding",
            "user.country",
            "user.dir",
            "user.home",
            "user.language",
            "user.name",
            "user.script",
            "user.timezone",
            "user.variant");

    private static final List<String> JVM_OWN_PREFIXES = List.of("com.sun.management", "java.", "jdk.", "sun.");

    private static final List<String> PROPERTIES_OF_A_PORT = List.of("-Dcom.sun.management", "-Djava.rmi.server");

    private static final String ADD_OPENS = "--add-opens=";
    private static final String TO_EVERYBODY = "=ALL-UNNAMED";

    private ParentJvm() {}

    /** Options for the worker's command line. */
    static List<String> inheritedOptions() {
        List<String> options = new ArrayList<>(localeOptions());
        options.addAll(inherited(InputArguments.ofThisJvm()));
        return options;
    }

    /** Locale and encoding as they are now, however they were set: a JVM reads them when it starts. */
    private static List<String> localeOptions() {
        List<String> options = new ArrayList<>();
        Locale locale = Locale.getDefault();
        options.add("-Dfile.encoding=" + Charset.defaultCharset().name());
        options.add("-Duser.language=" + locale.getLanguage());
        options.add("-Duser.country=" + locale.getCountry());
        options.add("-Duser.variant=" + locale.getVariant());
        options.add("-Duser.script=" + locale.getScript());
        return options;
    }

    /** Those of a JVM's arguments that its workers are given as well, in their order. */
    static List<String> inherited(List<String> arguments) {
        List<String> inherited = new ArrayList<>();
        for (String argument : arguments) {
            if (isInherited(argument)) {
                inherited.add(argument);
            }
        }
        return inherited;
    }

    private static boolean isInherited(String argument) {
        boolean property = argument.startsWith("-D") && !startsWithAny(argument, PROPERTIES_OF_A_PORT);
        return property
                || startsWithAny(argument, INHERITED_FLAGS)
                || argument.startsWith(ADD_OPENS) && !argument.endsWith(TO_EVERYBODY);
    }

    /** Packages opened to everybody, as {@code module/package}: for the manifest, where they cost no start-up time. */
    static List<String> openedPackages() {
        return openedPackages(InputArguments.ofThisJvm());
    }

    static List<String> openedPackages(List<String> arguments) {
        List<String> packages = new ArrayList<>();
        for (String argument : arguments) {
            if (argument.startsWith(ADD_OPENS) && argument.endsWith(TO_EVERYBODY)) {
                packages.add(argument.substring(ADD_OPENS.length(), argument.length() - TO_EVERYBODY.length()));
            }
        }
        return packages;
    }

    /**
     * Properties that were set by hand, on the command line or later; not those each JVM finds out for itself, but for the
     * time zone, which is that of now, however it was set: a JVM reads that one when it is first asked for the time of day.
     */
    static Map<String, String> systemProperties() {
        Map<String, String> properties = setByHand(System.getProperties());
        properties.put("user.timezone", TimeZone.getDefault().getID());
        return properties;
    }

    static Map<String, String> setByHand(Properties properties) {
        Map<String, String> byHand = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (!JVM_OWN_PROPERTIES.contains(name) && !startsWithAny(name, JVM_OWN_PREFIXES)) {
                byHand.put(name, properties.getProperty(name));
            }
        }
        return byHand;
    }

    private static boolean startsWithAny(String text, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (text.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }
}
