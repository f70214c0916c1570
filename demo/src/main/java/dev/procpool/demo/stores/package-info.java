/**
 * Shared files beside what one would use instead, measured in turn in one run. Begin with {@link
 * dev.procpool.demo.stores.StoresCommand}.
 *
 * <pre>
 *  StoresCommand -> Room (enough disk and memory?)
 *                -> Rounds -> StoreMeasurement for each Store, ScanMeasurement -> Samples
 *                               StoreTasks, ScanTasks: what runs in workers
 *                -> Goals -> StoresTable, BenchJson
 * </pre>
 *
 * <p>Every value is compared with what it must be. Why these stores: docs/decisions/0009-stores.md.
 */
package dev.procpool.demo.stores;
