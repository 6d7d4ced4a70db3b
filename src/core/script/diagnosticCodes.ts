import type { DiagnosticSeverity } from './diagnostic.ts';

interface CodeRow {
  readonly severity: DiagnosticSeverity;
  /** What the code is about, for the reference page. */
  readonly title: string;
}

const error = (title: string): CodeRow => ({ severity: 'error', title });
const warning = (title: string): CodeRow => ({ severity: 'warning', title });
const hint = (title: string): CodeRow => ({ severity: 'hint', title });

/** Every code that parser and checker give. Codes are public: they may be added, never reused. */
export const diagnosticCodes = {
  VS1001: error('a character that has no meaning there'),
  VS1002: error('a string or pattern that is not closed'),
  VS1003: error('an escape that does not exist'),
  VS1004: error('not a number or duration'),
  VS1005: error('not a key'),
  VS1006: error('a pattern that is not valid'),
  VS1007: error('a mark in `send` that cannot be read'),
  VS1010: error('an unknown command'),
  VS1011: error('a value is missing'),
  VS1012: error('a word or sign is missing'),
  VS1013: error('something follows where the statement should end'),
  VS1014: error('a clause is given twice'),
  VS1015: error('not an assignment or call'),
  VS1020: error('a bracket that is not closed'),
  VS1021: error('a brace that is not closed'),
  VS1022: error('a closing brace too many'),
  VS1023: error('a block is missing'),
  VS1030: error('a declaration inside a block'),
  VS1031: error('a word without the statement that it belongs to'),
  VS1040: error('the file is too large'),
  VS1041: error('nested too deeply'),
  VS1042: error('a version of the language that is not known'),
  VS2001: error('an unknown name'),
  VS2002: error('a name declared twice'),
  VS2003: error('a word of the language as a name'),
  VS2004: error('a built-in name declared again'),
  VS2006: error('used before it is declared'),
  VS2007: warning('hides a name of an outer block'),
  VS2008: error('a function that calls itself'),
  VS2009: error('a constant that is assigned'),
  VS2010: error('a value of the wrong type'),
  VS2011: error('an unknown type'),
  VS2012: error('an operator that does not fit its values'),
  VS2013: error('wrong arguments'),
  VS2014: error('an unknown member'),
  VS2015: error('not something to call'),
  VS2016: error('a refinement that does not fit its value'),
  VS2017: error('an unknown key'),
  VS2018: error('an unknown setting'),
  VS2019: error('not a colour'),
  VS2020: error('a number where a duration belongs'),
  VS2021: error('a horizontal anchor for a vertical coordinate, or the reverse'),
  VS2022: error('an impossible region'),
  VS2023: error('a value out of range'),
  VS2030: error('a loop without a bound'),
  VS2031: error('outside of what it belongs to'),
  VS2032: error('a function that does not always return a value'),
  VS2040: error('a secret where it could be seen'),
  VS2090: error('not available yet'),
  VS3002: error('an unknown connection'),
  VS5021: error('a character that no key types'),
  VS4001: hint('a long fixed wait'),
  VS4004: warning('never used'),
  VS4005: warning('never reached'),
  VS4006: warning('a text that looks like a password'),
} as const satisfies Record<string, CodeRow>;

/** A code of the table. */
export type DiagnosticCode = keyof typeof diagnosticCodes;
