import { type Rect, wholeOf } from '../../base/geometry.ts';
import { colorsMatch, colorToHex } from '../../vision/compareColors.ts';
import {
  type Argument,
  type BinaryExpression,
  type CallExpression,
  type Expression,
  type FuncDeclaration,
  type NameExpression,
  type RefinedExpression,
  type Span,
  type StringExpression,
  unrefined,
} from '../ast.ts';
import { calculate, compareOrder, containsValue, elementAt, matchesPattern, negate } from './arithmetic.ts';
import { type Given, findBuiltin, memberOf } from './builtinFunctions.ts';
import { toArea, toBool, toColor, toCoordinate, toNumber, toTolerance } from './coerce.ts';
import type { Frame } from './frame.ts';
import { isLive } from './isLive.ts';
import { lookAtPixel, lookForChange, lookForStillness } from './looks.ts';
import type { RunContext } from './runContext.ts';
import { ScriptFailure } from './runError.ts';
import { toleranceSetting } from './runSettings.ts';
import { checkTextLength } from './textLimit.ts';
import {
  type Value,
  boolValue,
  durationValue,
  noneValue,
  numberValue,
  sameValue,
  stringValue,
  valueText,
} from './values.ts';

/** Runs a function of the script; the interpreter does. */
export type CallFunction = (
  declaration: FuncDeclaration,
  args: ReadonlyMap<string, Value>,
  frame: Frame,
  span: Span,
) => Promise<Value>;

const anchors: Readonly<Record<string, readonly [percent: number, axis: 'x' | 'y']>> = {
  left: [0, 'x'],
  center: [50, 'x'],
  right: [100, 'x'],
  top: [0, 'y'],
  middle: [50, 'y'],
  bottom: [100, 'y'],
};

/** Finds out what expressions are worth. */
export class Evaluator {
  readonly #context: RunContext;
  readonly #callFunction: CallFunction;

  constructor(context: RunContext, callFunction: CallFunction) {
    this.#context = context;
    this.#callFunction = callFunction;
  }

  /** The value of `node` in `frame`. @throws ScriptFailure when it has none */
  async evaluate(node: Expression, frame: Frame): Promise<Value> {
    switch (node.type) {
      case 'number':
        return numberValue(node.value);
      case 'percent':
        return { type: 'percent', value: node.value };
      case 'duration':
        return durationValue(node.milliseconds);
      case 'string':
        return stringValue(await this.string(node, frame));
      case 'regex':
        return { type: 'regex', value: new RegExp(node.source, `${node.flags}u`) };
      case 'key':
        return { type: 'key', name: node.text };
      case 'name':
        return await this.#name(node, frame);
      case 'look':
      case 'refined':
        return await this.#refined(node, frame);
      case 'unary':
        if (node.operator === '-') return negate(await this.evaluate(node.operand, frame), node.span);
        return boolValue(await this.#not(node, node.operand, frame));
      case 'binary':
        return await this.#binary(node, frame);
      case 'range': {
        const from = toNumber(await this.evaluate(node.from, frame), node.from.span);
        const to = toNumber(await this.evaluate(node.to, frame), node.to.span);
        return { type: 'range', from, to };
      }
      case 'call':
        return await this.#call(node, frame);
      case 'member':
        return memberOf(await this.evaluate(node.object, frame), node.property.name, node.property.span);
      case 'index': {
        const object = await this.evaluate(node.object, frame);
        return elementAt(object, await this.evaluate(node.index, frame), node.index.span);
      }
      case 'point': {
        const size = frame.connection.session.size;
        const x = toCoordinate(await this.evaluate(node.x, frame), size.width, 'x', node.x.span);
        const y = toCoordinate(await this.evaluate(node.y, frame), size.height, 'y', node.y.span);
        return { type: 'point', value: { x, y } };
      }
      case 'list': {
        const items: Value[] = [];
        for (const item of node.items) items.push(await this.evaluate(item, frame));
        return { type: 'list', items };
      }
      case 'record': {
        const fields = new Map<string, Value>();
        for (const field of node.fields) fields.set(field.name.name, await this.evaluate(field.value, frame));
        return { type: 'record', fields };
      }
      case 'missing':
        throw new Error('an expression that could not be read is never evaluated');
    }
  }

  /** Whether a condition holds now. */
  async condition(node: Expression, frame: Frame): Promise<boolean> {
    return toBool(await this.evaluate(node, frame), node.span);
  }

  /** The text of a string with its interpolations; a secret in one shows as its mask. */
  async string(node: StringExpression, frame: Frame): Promise<string> {
    let text = '';
    for (const part of node.parts) {
      text += part.type === 'chars' ? part.value : valueText(await this.evaluate(part.expression, frame));
      checkTextLength(text.length, node.span);
    }
    return text;
  }

  async #name(node: NameExpression, frame: Frame): Promise<Value> {
    const value = frame.scope.lookup(node.name);
    if (value !== undefined) return value;
    const anchor = Object.hasOwn(anchors, node.name) ? anchors[node.name] : undefined;
    if (anchor !== undefined)
      return { type: 'coord', value: { percent: anchor[0], pixels: 0, axis: anchor[1] } };
    const { session } = frame.connection;
    switch (node.name) {
      case 'true':
      case 'false':
        return boolValue(node.name === 'true');
      case 'none':
        return noneValue;
      case 'screen':
        return { type: 'region', value: wholeOf(session.size) };
      case 'cursor':
        return { type: 'point', value: session.mouse.position };
      case 'clipboard': {
        const text = await this.#context.perform(frame, node.span, (signal) =>
          session.clipboard.get({ signal }),
        );
        return stringValue(text ?? '');
      }
      case 'change':
        return boolValue(await this.#look(node, node, [], frame));
      case 'bell':
        return boolValue(frame.live?.bellRang ?? false);
      case 'resized':
        return boolValue(frame.live?.resized ?? false);
      case 'connected':
        return boolValue(!frame.connection.closed);
      case 'disconnected':
        return boolValue(frame.connection.closed);
    }
    throw new ScriptFailure('VS5061', `${node.name} has no value yet`, node.span);
  }

  async #not(node: Expression, operand: Expression, frame: Frame): Promise<boolean> {
    const value = await this.condition(operand, frame);
    // Only what comes from outside can flicker.
    if (frame.live === undefined || !isLive(operand)) return !value;
    return frame.live.holdsNot(node, value);
  }

  async #refined(node: Expression, frame: Frame): Promise<Value> {
    const { subject, refinements } = unrefined(node);
    if (subject.type === 'look' || (subject.type === 'name' && subject.name === 'change'))
      return boolValue(await this.#look(node, subject, refinements, frame));
    // `tolerance` behind a colour belongs to the comparison, which reads it from the tree.
    return await this.evaluate(subject, frame);
  }

  async #look(
    node: Expression,
    subject: Expression,
    refinements: RefinedExpression['refinements'],
    frame: Frame,
  ): Promise<boolean> {
    const screen = wholeOf(frame.connection.session.size);
    let region: Rect | undefined;
    const ignoring: Rect[] = [];
    let tolerance = toleranceSetting(frame.scope);
    for (const { kind, values } of refinements)
      for (const value of values) {
        const given = await this.evaluate(value, frame);
        if (kind === 'tolerance') tolerance = toTolerance(given, value.span);
        else if (kind === 'in') region = toArea(given, screen, value.span);
        else if (kind === 'ignoring') ignoring.push(toArea(given, screen, value.span));
      }
    const request = {
      region: () => region ?? wholeOf(frame.connection.session.size),
      ignoring: () => ignoring,
      tolerance,
    };
    if (subject.type !== 'look') return await lookForChange(this.#context, frame, node, request);
    if (subject.what !== 'still')
      throw new Error(`${subject.what} is never looked for without a runtime row`);
    const duration = await this.evaluate(subject.argument, frame);
    if (duration.type !== 'duration')
      throw new ScriptFailure('VS5061', 'still needs a Duration', subject.argument.span);
    return await lookForStillness(this.#context, frame, node, request, duration.milliseconds);
  }

  async #binary(node: BinaryExpression, frame: Frame): Promise<Value> {
    const { operator } = node;
    if (operator === 'and')
      return boolValue((await this.condition(node.left, frame)) && (await this.condition(node.right, frame)));
    if (operator === 'or')
      return boolValue((await this.condition(node.left, frame)) || (await this.condition(node.right, frame)));
    const left = await this.evaluate(node.left, frame);
    const right = await this.evaluate(node.right, frame);
    switch (operator) {
      case '+':
      case '-':
      case '*':
      case '/':
        return calculate(operator, left, right, node);
      case '<':
      case '<=':
      case '>':
      case '>=':
        return boolValue(compareOrder(operator, left, right, node.span));
      case 'is':
        return boolValue(await this.#is(left, right, node, frame));
      case '==':
      case '!=': {
        const same =
          left.type === 'color' || right.type === 'color'
            ? sameColor(left, right, node)
            : sameValue(left, right);
        return boolValue(operator === '==' ? same : !same);
      }
      case 'contains':
        return boolValue(this.#noting(frame, node.left, left, containsValue(left, right, node.span)));
      case 'matches':
        return boolValue(this.#noting(frame, node.left, left, matchesPattern(left, right, node.span)));
    }
  }

  async #is(left: Value, right: Value, node: BinaryExpression, frame: Frame): Promise<boolean> {
    if (left.type !== 'color') return this.#noting(frame, node.left, left, sameValue(left, right));
    let tolerance = toleranceSetting(frame.scope);
    for (const side of [node.left, node.right])
      for (const { kind, values } of unrefined(side).refinements)
        for (const value of values)
          if (kind === 'tolerance') tolerance = toTolerance(await this.evaluate(value, frame), value.span);
    const holds = colorsMatch(left.value, toColor(right, node.right.span), tolerance);
    return this.#noting(frame, node.left, left, holds);
  }

  /** Keeps what was seen in place of what a wait wants. */
  #noting(frame: Frame, node: Expression, seen: Value, holds: boolean): boolean {
    if (!holds && frame.live !== undefined)
      frame.live.note(`${this.#context.firstLine(node.span)} was ${seenText(seen)}`);
    return holds;
  }

  async #call(node: CallExpression, frame: Frame): Promise<Value> {
    if (node.callee.type !== 'name')
      throw new ScriptFailure('VS5061', 'only functions can be called', node.callee.span);
    const { name } = node.callee;
    const declaration = this.#context.functions.get(name);
    if (declaration !== undefined)
      return await this.#callFunction(
        declaration,
        await this.#bind(declaration, node, frame),
        frame,
        node.span,
      );
    const given: Given[] = [];
    for (const argument of node.args)
      given.push({ value: await this.evaluate(argument.value, frame), span: argument.value.span });
    if (name === 'pixel') return await this.#pixel(given, node, frame);
    const builtin = findBuiltin(name);
    if (builtin === undefined)
      throw new ScriptFailure('VS5061', `there is no function ${name}`, node.callee.span);
    const { environment, random, wallClock } = this.#context;
    const world = { size: () => frame.connection.session.size, environment, random, wallClock };
    return builtin(given, world, node.span);
  }

  async #pixel(given: readonly Given[], node: CallExpression, frame: Frame): Promise<Value> {
    const { size } = frame.connection.session;
    const [first, second] = given;
    if (first === undefined) throw new ScriptFailure('VS5061', 'pixel needs a place', node.span);
    const place =
      second === undefined && first.value.type === 'point'
        ? first.value.value
        : {
            x: toCoordinate(first.value, size.width, 'x', first.span),
            y: toCoordinate(second?.value ?? noneValue, size.height, 'y', second?.span ?? node.span),
          };
    return { type: 'color', value: await lookAtPixel(this.#context, frame, place, node.span) };
  }

  /** Arguments by the names of the parameters: by position first, then by name, then the defaults. */
  async #bind(declaration: FuncDeclaration, node: CallExpression, frame: Frame): Promise<Map<string, Value>> {
    const bound = new Map<string, Value>();
    const byPosition = node.args.filter((argument) => argument.name === undefined);
    for (const [index, parameter] of declaration.parameters.entries()) {
      const name = parameter.name.name;
      const argument: Argument | undefined =
        node.args.find((candidate) => candidate.name?.name === name) ?? byPosition[index];
      const expression = argument?.value ?? parameter.value;
      if (expression === undefined)
        throw new ScriptFailure('VS5061', `${declaration.name.name} needs a value for ${name}`, node.span);
      bound.set(name, await this.evaluate(expression, frame));
    }
    return bound;
  }
}

function sameColor(left: Value, right: Value, node: BinaryExpression): boolean {
  return colorsMatch(toColor(left, node.left.span), toColor(right, node.right.span), 0);
}

function seenText(value: Value): string {
  return value.type === 'color'
    ? colorToHex(value.value)
    : value.type === 'string'
      ? JSON.stringify(value.value)
      : valueText(value);
}
