/** What goes wrong around a pool, cell by cell and at random: whatever it is, no future and no process is left. */
package dev.procpool.faults;
