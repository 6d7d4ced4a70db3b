// Mocha's spec reporter that also leaves the counts in the file that MOCHA_COUNTS names, for `npm test`.
import { writeFileSync } from 'node:fs';
import process from 'node:process';
import Mocha from 'mocha';

export default class CountingReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.MOCHA_COUNTS;
    // A skipped test is one that did not pass.
    const write = () => {
      const { passes, failures, pending } = this.stats;
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures + pending }));
    };
    runner.once('end', write);
  }
}
