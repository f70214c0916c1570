package dev.procpool.internal.process;

import java.lang.management.ManagementFactory;
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
        options.addAll(inherited(inputArguments()));
        return options;
    }

    /** Locale, time zone and encoding as they are now, however they were set. */
    private static List<String> localeOptions() {
        List<String> options = new ArrayList<>();
        Locale locale = Locale.getDefault();
        options.add("-Dfile.encoding=" + Charset.defaultCharset().name());
        options.add("-Duser.language=" + locale.getLanguage());
        options.add("-Duser.country=" + locale.getCountry());
        options.add("-Duser.variant=" + locale.getVariant());
        options.add("-Duser.script=" + locale.getScript());
        options.add("-Duser.timezone=" + TimeZone.getDefault().getID());
        return options;
    }

    /** Those of a JVM's arguments that its workers are given as well, in their order. */
    static List<String> inherited(List<String> arguments) {
        return arguments.stream().filter(ParentJvm::isInherited).toList();
    }

    private static boolean isInherited(String argument) {
        boolean property =
                argument.startsWith("-D") && PROPERTIES_OF_A_PORT.stream().noneMatch(argument::startsWith);
        return property
                || INHERITED_FLAGS.stream().anyMatch(argument::startsWith)
                || argument.startsWith(ADD_OPENS) && !argument.endsWith(TO_EVERYBODY);
    }

    /** Packages opened to everybody, as {@code module/package}: for the manifest, where they cost no start-up time. */
    static List<String> openedPackages() {
        return openedPackages(inputArguments());
    }

    static List<String> openedPackages(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.startsWith(ADD_OPENS) && argument.endsWith(TO_EVERYBODY))
                .map(argument -> argument.substring(ADD_OPENS.length(), argument.length() - TO_EVERYBODY.length()))
                .toList();
    }

    /** Properties that were set by hand, on the command line or later; not those each JVM finds out for itself. */
    static Map<String, String> systemProperties() {
        return setByHand(System.getProperties());
    }

    static Map<String, String> setByHand(Properties properties) {
        Map<String, String> byHand = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (!JVM_OWN_PROPERTIES.contains(name) && JVM_OWN_PREFIXES.stream().noneMatch(name::startsWith)) {
                byHand.put(name, properties.getProperty(name));
            }
        }
        return byHand;
    }

    private static List<String> inputArguments() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }
}
