/** Sections of a file by their names in small letters, with keys in small letters; keys before the first are in ''. */
export type IniFile = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Reads `[section]` and `key=value` lines, as settings of desktop programs are written. */
export function readIniFile(text: string): IniFile {
  const sections = new Map<string, Map<string, string>>();
  let section = new Map<string, string>();
  sections.set('', section);
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const head = /^\[(.*)\]$/.exec(line)?.[1];
    if (head !== undefined) {
      const name = head.trim().toLowerCase();
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      continue;
    }
    const equals = line.indexOf('=');
    if (equals > 0) section.set(line.slice(0, equals).trim().toLowerCase(), line.slice(equals + 1).trim());
  }
  return sections;
}

/** A whole number within bounds; anything else is none. */
export function numberOf(text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined || !/^\d{1,6}$/.test(text)) return undefined;
  const number = Number(text);
  return number >= least && number <= most ? number : undefined;
}

/** Whether a switch is on, in the words of the programs. */
export function isOn(text: string | undefined): boolean {
  return /^(1|true|yes|on)$/i.test(text ?? '');
}
