import { writeFileSync } from 'node:fs';
import process from 'node:process';

/** One test, as the report keeps it. */
export interface TestResult {
  readonly title: readonly string[];
  readonly state: 'passed' | 'failed' | 'pending';
  readonly duration: number;
  /** Of a failed test: message and stack. */
  readonly error?: string;
}

/** What a suite leaves in the file that `EDITOR_TEST_REPORT` names. */
export interface SuiteReport {
  readonly tests: readonly TestResult[];
}

/**
 * Runs mocha inside the extension host: `load` declares the tests. Writes a report and throws when a test failed.
 */
export async function runSuite(load: () => void | Promise<void>): Promise<void> {
  const { default: Mocha } = await import('mocha');
  const tests: TestResult[] = [];
  const mocha = new Mocha({ ui: 'bdd', timeout: 60_000, reporter: class {} as never });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  let failures = 0;
  try {
    await load();
    await new Promise<void>((resolve) => {
      const runner = mocha.run((count) => {
        failures = count;
        resolve();
      });
      const note = (
        test: { titlePath(): string[]; duration?: number | undefined },
        more: Partial<TestResult>,
      ): void => {
        tests.push({ title: test.titlePath(), state: 'passed', duration: test.duration ?? 0, ...more });
      };
      runner.on('pass', (test) => note(test, {}));
      runner.on('pending', (test) => note(test, { state: 'pending' }));
      runner.on('fail', (test, error: unknown) =>
        note(test, { state: 'failed', error: describeError(error) }),
      );
    });
  } catch (error) {
    failures++;
    tests.push({ title: ['the suite loads'], state: 'failed', duration: 0, error: describeError(error) });
  }
  const report = process.env['EDITOR_TEST_REPORT'];
  if (report !== undefined) writeFileSync(report, JSON.stringify({ tests } satisfies SuiteReport));
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { actual, expected } = error as { actual?: unknown; expected?: unknown };
  const values =
    actual === undefined && expected === undefined
      ? ''
      : `\nactual: ${show(actual)}\nexpected: ${show(expected)}`;
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeError(error.cause)}`;
  return `${error.stack ?? error.message}${values}${cause}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return (text ?? String(value)).slice(0, 2000);
}
