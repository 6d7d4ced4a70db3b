import process from 'node:process';

/**
 * Starts counting; the result tells milliseconds of processor time that this process took since, all threads
 * together. Time on the wall would measure the machine's other work as well.
 */
export function cpuTimer() {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
