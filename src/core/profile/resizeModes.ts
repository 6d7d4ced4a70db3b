/** Whether a remote screen keeps its own size (`off`) or is asked to take that of the panel (`remote`). */
export const resizeModes = ['off', 'remote'] as const;

export type ResizeMode = (typeof resizeModes)[number];
