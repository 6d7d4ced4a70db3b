import process from 'node:process';
import { until } from './until.ts';

/** Whether a program runs, or has ended and nobody has collected it yet. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Resolves when the program `pid` has ended. */
export async function gone(pid: number): Promise<void> {
  await until(`the program ${pid} ends`, () => !lives(pid), 10_000);
}
