/**
 * Ends a suite at its first test that fails, for suites where each step stands on the one before. Unlike mocha's own
 * `bail`, which skips a suite without a word when a test of any other suite has failed before it.
 *
 * @param suite what `this` is in `describe`.
 */
export function eachOnTheOneBefore(suite: Mocha.Suite): void {
  let broken: string | undefined;
  suite.afterEach(function () {
    if (this.currentTest?.state === 'failed') broken = this.currentTest.title;
  });
  suite.beforeEach(() => {
    if (broken !== undefined) throw new Error(`stands on “${broken}”, which has failed`);
  });
}
