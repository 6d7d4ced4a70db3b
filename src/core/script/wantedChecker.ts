import type { Expression, KeyLiteral, Span, StringExpression } from './ast.ts';
import { CheckerState } from './checkerState.ts';
import { replaceFix } from './diagnosticBag.ts';
import { didYouMean, suggestions } from './suggest.ts';
import { type Type, describeType, holdsSecret, isAssignable, typeOf } from './types.ts';

const colorPattern = /^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/;

/** Checks that values are what their places want. */
export abstract class WantedChecker extends CheckerState {
  /** The type of a value; reports what is wrong in it. Each node is inferred once. */
  protected abstract infer(node: Expression): Type;

  /** Checks that `node` may stand where a value of type `wanted` belongs, and returns the type that it has. */
  protected check(node: Expression, wanted: Type): Type {
    const { kind } = wanted;
    if (kind === 'optional') {
      return node.type === 'name' && node.name === 'none' ? wanted : this.check(node, wanted.inner);
    }
    if (node.type === 'string' && kind === 'color') return this.colorText(node);
    if (node.type === 'string' && kind === 'image') {
      this.infer(node);
      return wanted;
    }
    if (node.type === 'list' && kind === 'list') {
      for (const item of node.items) this.check(item, wanted.item);
      return wanted;
    }
    const actual = this.infer(node);
    if (!isAssignable(actual, wanted)) this.reportMismatch(node, actual, wanted);
    else if (holdsSecret(actual) && !holdsSecret(wanted) && kind !== 'unknown') this.reportLeak(node.span);
    else if (kind === 'place') this.#checkPlace(node);
    return actual;
  }

  /** Checks a value that is shown to people: anything without a secret. */
  protected checkShown(node: Expression): void {
    const type = this.infer(node);
    if (holdsSecret(type)) this.reportLeak(node.span);
    else if (type.kind === 'nothing') this.reportMismatch(node, type, typeOf('string'));
  }

  /** Checks a text that is typed or pasted: the only places where a secret may go. */
  protected checkTyped(node: Expression): void {
    const type = this.infer(node);
    if (!isAssignable(type, typeOf('string')) && !isAssignable(type, typeOf('secret'))) {
      this.reportMismatch(node, type, typeOf('string'));
    }
  }

  /** Checks a number; a literal must be whole and within the bounds. */
  protected checkCount(node: Expression, least: number, most: number): void {
    this.check(node, typeOf('number'));
    const value = literalNumber(node);
    if (value !== undefined && (!Number.isInteger(value) || value < least || value > most)) {
      this.report('VS2023', node.span, `Expected a whole number from ${least} to ${most}`);
    }
  }

  /** Reports a secret that would be shown. */
  protected reportLeak(span: Span): void {
    this.report('VS2040', span, 'A Secret can only be typed, pasted or put on the clipboard');
  }

  /** Reports a value of another type than its place wants. */
  protected reportMismatch(node: Expression, actual: Type, wanted: Type): void {
    const { span } = node;
    if (holdsSecret(actual)) {
      this.reportLeak(span);
      return;
    }
    if (wanted.kind === 'duration' && actual.kind === 'number') {
      const value = literalNumber(node);
      const meant = value === undefined || value < 0 ? undefined : `${value}${value >= 100 ? 'ms' : 's'}`;
      const hint = meant === undefined ? '' : `; did you mean \`${meant}\`?`;
      this.report('VS2020', span, `Expected a Duration, found a Number${hint}`, {
        fixes: meant === undefined ? [] : [replaceFix(span, meant)],
      });
      return;
    }
    if (
      (wanted.kind === 'horizontal' && actual.kind === 'vertical') ||
      (wanted.kind === 'vertical' && actual.kind === 'horizontal')
    ) {
      const words =
        wanted.kind === 'horizontal' ? '`left`, `center` or `right`' : '`top`, `middle` or `bottom`';
      this.report('VS2021', span, `This coordinate is ${wanted.kind}: expected a number or ${words}`);
      return;
    }
    const hint = mismatchHint(literalNumber(node), actual, wanted);
    this.report('VS2010', span, `Expected ${describeType(wanted)}, found ${describeType(actual)}${hint}`);
  }

  /** Checks a text that stands for a colour. */
  protected colorText(node: StringExpression): Type {
    const { literal } = node;
    if (literal === undefined) {
      this.infer(node);
      this.report('VS2019', node.span, 'A colour is a text without `${}`, such as "#1e90ff"');
    } else if (!colorPattern.test(literal)) {
      this.report('VS2019', node.span, 'A colour is written like "#1e90ff"');
    }
    return typeOf('color');
  }

  #checkPlace(node: Expression): void {
    if (node.type !== 'point') return;
    for (const side of [node.x, node.y]) {
      const value = literalNumber(side);
      const share = side.type === 'percent' && side.value > 100;
      if ((value !== undefined && value < 0) || share) {
        this.report('VS2023', side.span, 'This coordinate is outside every screen');
      }
    }
  }
  /** Checks the name of a key. */
  protected checkKey(node: KeyLiteral): void {
    const wrong = this.keys.unknownKey(node.text);
    if (wrong === undefined) return;
    const meant = suggestions(wrong, this.keys.names);
    const at = node.text.indexOf(wrong);
    const fixes = meant.map((name) =>
      replaceFix(node.span, `<${node.text.slice(0, at)}${name}${node.text.slice(at + wrong.length)}>`),
    );
    this.report('VS2017', node.span, `There is no key \`${wrong}\`${didYouMean(meant)}`, { fixes });
  }
}

/** What may have been meant, for a message; empty where nothing is likely. @param value of a number written out. */
function mismatchHint(value: number | undefined, actual: Type, wanted: Type): string {
  if (wanted.kind === 'string' && (actual.kind === 'number' || actual.kind === 'duration'))
    return '; put it into a text with `${…}`';
  if (wanted.kind === 'place' && actual.kind === 'number')
    return `; a place is written \`(${value ?? 'x'}, y)\``;
  return '';
}

/** The value of a number written out, with its sign. */
export function literalNumber(node: Expression): number | undefined {
  if (node.type === 'number') return node.value;
  if (node.type !== 'unary' || node.operator !== '-') return undefined;
  const value = literalNumber(node.operand);
  return value === undefined ? undefined : -value;
}
