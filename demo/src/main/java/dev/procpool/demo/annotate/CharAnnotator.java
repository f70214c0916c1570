package dev.procpool.demo.annotate;

/** Anything that says which traditional character one simplified character of a text stands for. */
@FunctionalInterface
public interface CharAnnotator {
    char annotate(CharSequence simplified, int at);
}
