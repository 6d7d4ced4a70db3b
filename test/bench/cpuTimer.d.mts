/** Starts counting; the result tells milliseconds of processor time that this process took since. */
export function cpuTimer(): () => number;
