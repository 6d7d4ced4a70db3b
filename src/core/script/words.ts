/**
 * The reserved words: every quoted word of the grammar. They cannot be names but may follow a dot, name an
 * argument or a field.
 */
export const reservedWords: ReadonlySet<string> = new Set(
  (
    'vncscript import as use all param secret from target func test tag for in timeout setup teardown ' +
    'let const set wait expect soft within message click doubleclick tripleclick rightclick middleclick move hover ' +
    'holding drag via to over with scroll up down left right at press keydown keyup times every hold mousedown ' +
    'mouseup type send then paste clipboard screenshot of record start stop fps log info warn error attach connect ' +
    'disconnect reconnect pause resize fail skip return break continue breakpoint if else repeat until while max ' +
    'retry try catch finally step on each parallel any case or and not is contains matches similar offset nth ' +
    'tolerance ignoring text image still'
  ).split(' '),
);

/** Reserved words that are values, too. */
export const valueWords: ReadonlySet<string> = new Set(['left', 'right', 'clipboard']);

/** Reserved words that begin a value: something to look for on the screen. */
export const lookWords: ReadonlySet<string> = new Set(['text', 'image', 'still']);

/** Milliseconds of each unit of a duration. */
export const durationUnits: ReadonlyMap<string, number> = new Map([
  ['ms', 1],
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
]);
