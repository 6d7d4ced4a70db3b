import type { BinaryOperator } from './ast.ts';
import { type Type, holdsSecret, isAssignable, typeOf } from './types.ts';

/** What an operator makes of two types, or why it makes nothing. */
export type OperatorOutcome =
  | { readonly type: Type }
  | {
      readonly type: undefined;
      readonly code: 'VS2012' | 'VS2020' | 'VS2021';
      /** Whether it would show a secret. */
      readonly secret: boolean;
      /** Whether the language has it but the runner does not yet. */
      readonly unavailable: boolean;
      /** What to go on with. */
      readonly instead: Type;
    };

const bool = typeOf('bool');
const places: ReadonlySet<string> = new Set(['number', 'percent', 'coord', 'horizontal', 'vertical']);

function given(type: Type): OperatorOutcome {
  return { type };
}

function wrong(
  code: 'VS2012' | 'VS2020' | 'VS2021',
  instead: Type,
  traits: { readonly secret?: boolean; readonly unavailable?: boolean } = {},
): OperatorOutcome {
  return {
    type: undefined,
    code,
    instead,
    secret: traits.secret ?? false,
    unavailable: traits.unavailable ?? false,
  };
}

/** The type of `left operator right`, for all operators but `and` and `or`. */
export function operatorType(
  operator: Exclude<BinaryOperator, 'and' | 'or'>,
  left: Type,
  right: Type,
): OperatorOutcome {
  switch (operator) {
    case '+':
    case '-':
    case '*':
    case '/':
      return arithmetic(operator, left, right);
    case '==':
    case '!=':
      if (holdsSecret(left) || holdsSecret(right)) return wrong('VS2012', bool, { secret: true });
      if (isDurationAndNumber(left, right)) return wrong('VS2020', bool);
      return isAssignable(left, right) ||
        isAssignable(right, left) ||
        left.kind === 'none' ||
        right.kind === 'none'
        ? given(bool)
        : wrong('VS2012', bool);
    case '<':
    case '<=':
    case '>':
    case '>=':
      return order(left, right);
    case 'is':
      return containing(left, right, () => left.kind === 'color' && right.kind === 'color');
    case 'contains':
      return containing(left, right, () => contains(left, right));
    case 'matches':
      if (left.kind === 'region' || right.kind === 'image')
        return wrong('VS2012', bool, { unavailable: true });
      return containing(left, right, () => left.kind === 'string' && isText(right));
  }
}

function isDurationAndNumber(left: Type, right: Type): boolean {
  return (
    (left.kind === 'duration' && right.kind === 'number') ||
    (left.kind === 'number' && right.kind === 'duration')
  );
}

function isText(type: Type): boolean {
  return type.kind === 'string' || type.kind === 'regex';
}

function contains(left: Type, right: Type): boolean {
  switch (left.kind) {
    case 'string':
      return isText(right);
    case 'list':
      return isAssignable(right, left.item);
    case 'record':
      return right.kind === 'string';
    case 'range':
      return right.kind === 'number';
    default:
      return false;
  }
}

function containing(left: Type, right: Type, fits: () => boolean): OperatorOutcome {
  if (holdsSecret(left) || holdsSecret(right)) return wrong('VS2012', bool, { secret: true });
  const open = left.kind === 'unknown' || right.kind === 'unknown' || left.kind === 'optional';
  return open || fits() ? given(bool) : wrong('VS2012', bool);
}

function order(left: Type, right: Type): OperatorOutcome {
  if (holdsSecret(left) || holdsSecret(right)) return wrong('VS2012', bool, { secret: true });
  if (isDurationAndNumber(left, right)) return wrong('VS2020', bool);
  const ordered = (type: Type): boolean =>
    ['number', 'duration', 'percent', 'unknown', 'optional'].includes(type.kind);
  const same = left.kind === right.kind || isAssignable(left, right);
  return ordered(left) && ordered(right) && same ? given(bool) : wrong('VS2012', bool);
}

function arithmetic(operator: '+' | '-' | '*' | '/', left: Type, right: Type): OperatorOutcome {
  const { kind: a } = left;
  const { kind: b } = right;
  const unknown = typeOf('unknown');
  if (operator === '+' && (a === 'secret' || b === 'secret')) {
    const joins = (type: Type): boolean => ['secret', 'string', 'unknown'].includes(type.kind);
    return joins(left) && joins(right)
      ? given(typeOf('secret'))
      : wrong('VS2012', typeOf('secret'), { secret: true });
  }
  if (holdsSecret(left) || holdsSecret(right)) return wrong('VS2012', unknown, { secret: true });
  if (a === 'unknown' || b === 'unknown' || a === 'optional' || b === 'optional') return given(unknown);
  if (a === 'string' && b === 'string') return operator === '+' ? given(left) : wrong('VS2012', left);
  if (a === 'number' && b === 'number') return given(left);
  if (a === 'duration' || b === 'duration') return timed(operator, left, right);
  if (a === 'percent' && b === 'number' && (operator === '*' || operator === '/')) return given(left);
  if (operator === '*' || operator === '/') return wrong('VS2012', unknown);
  if (a === 'percent' && b === 'percent') return given(left);
  if (a === 'point' && b === 'point') return given(left);
  if (!places.has(a) || !places.has(b)) return wrong('VS2012', unknown);
  if ((a === 'horizontal' && b === 'vertical') || (a === 'vertical' && b === 'horizontal')) {
    return wrong('VS2021', typeOf('coord'));
  }
  if (a === 'horizontal' || a === 'vertical') return given(left);
  return given(b === 'horizontal' || b === 'vertical' ? right : typeOf('coord'));
}

function timed(operator: '+' | '-' | '*' | '/', left: Type, right: Type): OperatorOutcome {
  const duration = typeOf('duration');
  const both = left.kind === 'duration' && right.kind === 'duration';
  if (both && operator === '*') return wrong('VS2012', duration);
  if (both) return given(operator === '/' ? typeOf('number') : duration);
  if (left.kind === 'duration' && right.kind === 'number') {
    return operator === '*' || operator === '/' ? given(duration) : wrong('VS2020', duration);
  }
  if (left.kind === 'number' && right.kind === 'duration') {
    return operator === '*' ? given(duration) : wrong(operator === '/' ? 'VS2012' : 'VS2020', duration);
  }
  return wrong('VS2012', duration);
}
