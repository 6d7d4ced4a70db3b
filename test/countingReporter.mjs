// Mocha's spec reporter that also leaves the counts, of all tests and of each file, in the file that MOCHA_COUNTS names,
// for `npm test`.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import Mocha from 'mocha';

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Mocha.Runner.constants;

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.MOCHA_COUNTS;
    /** By the compiled file, which is '' for what belongs to none. */
    const files = {};
    const count = (what) => (runnable) => {
      const ofFile = (files[runnable.file ?? ''] ??= { passed: 0, failed: 0 });
      ofFile[what] += 1;
    };
    runner.on(EVENT_TEST_PASS, count('passed'));
    runner.on(EVENT_TEST_FAIL, count('failed'));
    // A skipped test is one that did not pass.
    runner.on(EVENT_TEST_PENDING, count('failed'));
    const write = () => {
      const { passes, failures, pending } = this.stats;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures + pending, files }));
    };
    runner.once(EVENT_RUN_END, write);
  }
}
