import { readFileSync } from 'node:fs';

const megabyte = 1024 * 1024;
/** The heaps of glibc's threads begin at multiples of this, and reserve as much (`HEAP_MAX_SIZE` in arena.c). */
const heapSize = 64 * megabyte;

/**
 * Bytes in memory that glibc's allocator holds: its main heap and those of the threads. What programs have freed stays
 * there until they need it again or its end is free. 0 where the system does not tell.
 */
export function mallocHeaps(): number {
  let held = 0;
  let isHeap = false;
  for (const line of mappings()) {
    const mapping = /^([\da-f]+)-([\da-f]+) (\S{4}) \S+ \S+ (\d+)\s*(.*)$/.exec(line);
    if (mapping !== null) {
      const [, start = '', , access = '', inode = '', name = ''] = mapping;
      const isAnonymous = inode === '0' && name === '' && access === 'rw-p';
      isHeap = name === '[heap]' || (isAnonymous && Number.parseInt(start, 16) % heapSize === 0);
      continue;
    }
    const resident = /^Rss:\s+(\d+) kB/.exec(line)?.[1];
    if (isHeap && resident !== undefined) held += Number(resident) * 1024;
  }
  return held;
}

function mappings(): readonly string[] {
  try {
    return readFileSync('/proc/self/smaps', 'utf8').split('\n');
  } catch {
    return [];
  }
}
