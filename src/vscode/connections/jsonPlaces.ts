/** A value in a JSON text with comments, by its place. */
export interface JsonPlace {
  /** Offset of the first character. */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
  /** Members of an object, elements of an array. */
  readonly children: readonly JsonChild[];
}

/** A member of an object, with its name, or an element of an array. */
export interface JsonChild {
  readonly key: string | number;
  /** The place of the name; that of the value for elements. */
  readonly keyPlace: { readonly start: number; readonly end: number };
  readonly value: JsonPlace;
}

/** Blanks, line comments and block comments. */
const space = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,)*/uy;
const string = /"(?:[^"\\\n]|\\.)*"/uy;
const scalar = /[^\s,:[\]{}"/]+/uy;

/**
 * Finds where the values of a settings file stand. Commas are taken as blanks and whatever cannot be read ends
 * the search, so that a file that is being typed still shows what is known of it.
 */
export function readJsonPlaces(text: string): JsonPlace | undefined {
  return new PlaceReader(text).value();
}

/** The place of what `path` leads to; the name's place for a member of an object. */
export function findPlace(
  root: JsonPlace | undefined,
  path: readonly (string | number)[],
): { readonly start: number; readonly end: number } | undefined {
  let place: JsonChild | undefined;
  let here = root;
  for (const key of path) {
    place = here?.children.find((child) => child.key === key);
    if (place === undefined) return undefined;
    here = place.value;
  }
  return place?.keyPlace;
}

class PlaceReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): JsonPlace | undefined {
    this.#take(space);
    const start = this.#at;
    const first = this.#text.charAt(start);
    if (first === '{') return this.#container(start, '}', () => this.#member());
    if (first === '[') {
      let index = 0;
      return this.#container(start, ']', () => this.#element(index++));
    }
    const taken = this.#take(first === '"' ? string : scalar);
    return taken === undefined ? undefined : { start, end: this.#at, children: [] };
  }

  #container(start: number, close: string, child: () => JsonChild | undefined): JsonPlace {
    this.#at += 1;
    const children: JsonChild[] = [];
    for (;;) {
      this.#take(space);
      if (this.#text.charAt(this.#at) === close) {
        this.#at += 1;
        break;
      }
      const next = child();
      if (next === undefined) break;
      children.push(next);
    }
    return { start, end: this.#at, children };
  }

  #element(index: number): JsonChild | undefined {
    const value = this.value();
    return value === undefined ? undefined : { key: index, keyPlace: value, value };
  }

  #member(): JsonChild | undefined {
    const start = this.#at;
    const name = this.#take(string);
    const keyPlace = { start, end: this.#at };
    this.#take(space);
    if (name === undefined || this.#text.charAt(this.#at) !== ':') return undefined;
    this.#at += 1;
    const value = this.value();
    return value === undefined ? undefined : { key: unquote(name), keyPlace, value };
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

function unquote(name: string): string {
  try {
    return String(JSON.parse(name));
  } catch {
    return name.slice(1, -1);
  }
}
