/** The types that have no parts, by their internal names. */
export type SimpleType =
  | 'bool'
  | 'number'
  | 'string'
  | 'duration'
  | 'percent'
  /** `left`, `center`, `right` and what is computed from them. */
  | 'horizontal'
  /** `top`, `middle`, `bottom` and what is computed from them. */
  | 'vertical'
  | 'coord'
  | 'point'
  | 'region'
  | 'color'
  | 'key'
  | 'regex'
  | 'image'
  | 'target'
  | 'match'
  | 'secret'
  | 'connection'
  | 'range'
  /** A point, or something with a place: what a click takes. */
  | 'place'
  | 'none'
  /** The result of a function that returns nothing. */
  | 'nothing'
  /** Whatever: what follows a mistake is not reported again. */
  | 'unknown';

/** The type of a value. */
export type Type =
  | { readonly kind: SimpleType }
  | { readonly kind: 'list'; readonly item: Type }
  /** `fields` is left out for a record whose fields are not known. */
  | { readonly kind: 'record'; readonly fields: ReadonlyMap<string, Type> | undefined }
  | { readonly kind: 'optional'; readonly inner: Type };

const simple = new Map<SimpleType, Type>();

/** The type without parts of that name. */
export function typeOf(kind: SimpleType): Type {
  let type = simple.get(kind);
  if (type === undefined) simple.set(kind, (type = { kind }));
  return type;
}

export function listOf(item: Type): Type {
  return { kind: 'list', item };
}

/** The types as scripts write them. */
export const typeNames: ReadonlyMap<string, Type> = new Map<string, Type>([
  ['Bool', typeOf('bool')],
  ['Number', typeOf('number')],
  ['String', typeOf('string')],
  ['Duration', typeOf('duration')],
  ['Percent', typeOf('percent')],
  ['Coord', typeOf('coord')],
  ['Point', typeOf('point')],
  ['Region', typeOf('region')],
  ['Color', typeOf('color')],
  ['Key', typeOf('key')],
  ['Regex', typeOf('regex')],
  ['Image', typeOf('image')],
  ['Target', typeOf('target')],
  ['Match', typeOf('match')],
  ['Secret', typeOf('secret')],
  ['Connection', typeOf('connection')],
  ['Record', { kind: 'record', fields: undefined }],
]);

const described: Readonly<Partial<Record<SimpleType, string>>> = {
  horizontal: 'a horizontal Coord',
  vertical: 'a vertical Coord',
  coord: 'a Coord',
  image: 'an Image',
  range: 'a range',
  place: 'a place',
  none: 'none',
  nothing: 'nothing',
  unknown: 'a value',
};

/** What people call a value of this type, with its article. */
export function describeType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return `a list (${nameOfType(type)})`;
    case 'record':
      return 'a Record';
    case 'optional':
      return `${describeType(type.inner)} or none`;
    default:
      return described[type.kind] ?? `a ${nameOfType(type)}`;
  }
}

/** The type as a script would write it. */
export function nameOfType(type: Type): string {
  switch (type.kind) {
    case 'list':
      return `${nameOfType(type.item)}[]`;
    case 'record':
      return 'Record';
    case 'optional':
      return `${nameOfType(type.inner)}?`;
    case 'horizontal':
    case 'vertical':
      return 'Coord';
    default:
      return type.kind.charAt(0).toUpperCase() + type.kind.slice(1);
  }
}

const coercions: ReadonlySet<string> = new Set([
  'target>bool',
  'target>point',
  'target>place',
  'region>point',
  'region>place',
  'match>place',
  'point>place',
  ...['number', 'percent', 'horizontal', 'vertical'].map((kind) => `${kind}>coord`),
  ...['number', 'percent', 'coord'].flatMap((kind) => [`${kind}>horizontal`, `${kind}>vertical`]),
]);

/** Whether a value of type `from` may stand where one of type `to` is wanted. */
export function isAssignable(from: Type, to: Type): boolean {
  if (from.kind === 'unknown' || to.kind === 'unknown') return true;
  if (to.kind === 'optional') {
    return from.kind === 'none' || isAssignable(from.kind === 'optional' ? from.inner : from, to.inner);
  }
  // There is no narrowing, so a value that may be none is let through; the run tells when it is.
  if (from.kind === 'optional') return isAssignable(from.inner, to);
  if (from.kind === 'list' && to.kind === 'list') return isAssignable(from.item, to.item);
  if (from.kind === 'range' && to.kind === 'list') return to.item.kind === 'number';
  if (from.kind === 'record' && to.kind === 'record') {
    if (from.fields === undefined || to.fields === undefined) return true;
    for (const [name, type] of to.fields) {
      const own = from.fields.get(name);
      if (own === undefined || !isAssignable(own, type)) return false;
    }
    return true;
  }
  return from.kind === to.kind || coercions.has(`${from.kind}>${to.kind}`);
}

/** Whether a secret is in it, so that showing it would show the secret. */
export function holdsSecret(type: Type): boolean {
  switch (type.kind) {
    case 'secret':
      return true;
    case 'list':
      return holdsSecret(type.item);
    case 'optional':
      return holdsSecret(type.inner);
    case 'record':
      return type.fields !== undefined && [...type.fields.values()].some(holdsSecret);
    default:
      return false;
  }
}

/** A type that takes in both, for the items of a list. */
export function commonType(a: Type, b: Type): Type {
  if (isAssignable(b, a) && b.kind !== 'unknown') return a.kind === 'unknown' ? b : a;
  if (isAssignable(a, b)) return b;
  return holdsSecret(a) || holdsSecret(b) ? typeOf('secret') : typeOf('unknown');
}
