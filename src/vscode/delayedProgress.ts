import * as vscode from 'vscode';
import { signalOf } from './cancellation.ts';

/** Milliseconds that something may take before anything is said about it. */
const patience = 400;

/**
 * Runs `work`; when it takes longer than a moment, a notification says so and offers to cancel it.
 *
 * @param work gets a signal that aborts when the person cancels.
 */
export async function withDelayedProgress<T>(
  title: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const result = work(controller.signal);
  let timer: NodeJS.Timeout | undefined;
  const slow = new Promise<'slow'>((resolve) => {
    timer = setTimeout(() => resolve('slow'), patience);
  });
  try {
    if ((await Promise.race([result, slow])) !== 'slow') return await result;
  } finally {
    clearTimeout(timer);
  }
  return await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (_progress, token) => {
      const cancelled = signalOf(token);
      cancelled.addEventListener('abort', () => controller.abort(), { once: true });
      if (cancelled.aborted) controller.abort();
      return await result;
    },
  );
}
