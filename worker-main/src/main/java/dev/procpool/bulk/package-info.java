/**
 * Large primitive arrays travel beside the body that refers to them, and are copied straight from the array they were
 * in to the array they will be in: through the pipe, or through a window, a piece of memory that both sides map.
 *
 * <pre>{@code
 *   codec:  graph --> body with numbers in it + Bulk: the arrays --> graph
 *   wire:   Bulk --> pieces --> pipe ------------------------------> Bulk
 *                          \--> WindowWriter --ring--> WindowReader --/
 * }</pre>
 */
package dev.procpool.bulk;
