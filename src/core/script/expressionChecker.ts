import type {
  Argument,
  CallExpression,
  Expression,
  FuncDeclaration,
  IndexExpression,
  MemberExpression,
  NameExpression,
  Refinement,
  RefinedExpression,
  Span,
  StringExpression,
  TargetDeclaration,
} from './ast.ts';
import {
  type BuiltinFunction,
  builtinFunctions,
  builtinNames,
  findBuiltinFunction,
  findBuiltinName,
  membersOf,
} from './builtins.ts';
import { WantedChecker, literalNumber } from './wantedChecker.ts';
import { replaceFix } from './diagnosticBag.ts';
import { operatorType } from './operators.ts';
import { impossibleRegion } from './regionLiterals.ts';
import { type Type, commonType, describeType, holdsSecret, listOf, typeOf } from './types.ts';

const unknown = typeOf('unknown');

/** What each refinement may follow. `matches` and `is` stand for their right sides. */
const refinable: Readonly<Record<Refinement['kind'], readonly string[]>> = {
  in: ['still', 'change', 'target', 'match'],
  similar: ['target', 'matches'],
  offset: ['target', 'match'],
  nth: ['target'],
  tolerance: ['still', 'change', 'is'],
  ignoring: ['still', 'change', 'target', 'matches'],
};

const refinementTypes: Readonly<Record<Refinement['kind'], Type>> = {
  in: typeOf('region'),
  similar: typeOf('percent'),
  offset: typeOf('point'),
  nth: typeOf('number'),
  tolerance: typeOf('number'),
  ignoring: typeOf('region'),
};

/** Finds out the types of values and what is wrong with them. */
export abstract class ExpressionChecker extends WantedChecker {
  /** Told of each call of a function of the script, to find functions that call themselves. */
  protected abstract called(declaration: FuncDeclaration, span: Span): void;

  /** The type of a value; reports what is wrong in it. Each node is inferred once. */
  protected override infer(node: Expression): Type {
    switch (node.type) {
      case 'number':
      case 'percent':
      case 'duration':
      case 'regex':
        return typeOf(node.type);
      case 'string':
        return this.#string(node);
      case 'key':
        this.checkKey(node);
        return typeOf('key');
      case 'name':
        return this.#name(node);
      case 'look': {
        if (node.what === 'still') {
          this.check(node.argument, typeOf('duration'));
          return typeOf('bool');
        }
        this.notAvailable(node.keyword, node.what);
        this.at({ quiet: true }, () => this.infer(node.argument));
        return typeOf('target');
      }
      case 'refined':
        return this.#refined(node, undefined);
      case 'unary':
        return this.#unary(node.operator, node.operand);
      case 'binary':
        return this.#binary(node);
      case 'range':
        this.check(node.from, typeOf('number'));
        this.check(node.to, typeOf('number'));
        return typeOf('range');
      case 'point':
        this.check(node.x, typeOf('horizontal'));
        this.check(node.y, typeOf('vertical'));
        return typeOf('point');
      case 'list':
        return listOf(node.items.map((item) => this.infer(item)).reduce(commonType, unknown));
      case 'record':
        return this.#record(node);
      case 'call':
        return this.#call(node);
      case 'member':
        return this.#member(node);
      case 'index':
        return this.#index(node);
      case 'missing':
        return unknown;
    }
  }

  #string(node: StringExpression): Type {
    for (const part of node.parts) if (part.type === 'interpolation') this.checkShown(part.expression);
    return typeOf('string');
  }

  #record(node: Extract<Expression, { type: 'record' }>): Type {
    const fields = new Map<string, Type>();
    for (const field of node.fields) {
      const { name, span } = field.name;
      if (fields.has(name)) this.report('VS2002', span, `The field \`${name}\` is given twice`);
      fields.set(name, this.infer(field.value));
    }
    return { kind: 'record', fields };
  }

  #name(node: NameExpression): Type {
    const { name, span } = node;
    const symbol = this.position.scope.find(name);
    if (symbol === undefined) {
      const builtin = findBuiltinName(name);
      if (builtin !== undefined) return builtin.type;
      if (findBuiltinFunction(name) !== undefined) {
        this.report('VS2010', span, `\`${name}\` is a function: write \`${name}(…)\``);
        return unknown;
      }
    }
    const found = this.lookUp(name, span, 'name');
    if (found === undefined) return unknown;
    const { declaration } = found;
    if (found.kind === 'func') {
      this.report('VS2010', span, `\`${name}\` is a function: write \`${name}(…)\``);
      return unknown;
    }
    if (
      declaration?.type === 'target' &&
      declaration.parameters?.some((parameter) => !parameter.value) === true
    ) {
      this.report('VS2013', span, `\`${name}\` needs values in brackets`);
    }
    return found.resolve?.() ?? found.type;
  }

  #refined(node: RefinedExpression, side: 'is' | 'matches' | undefined): Type {
    const { subject } = node;
    const type = side === 'is' ? this.check(subject, typeOf('color')) : this.infer(subject);
    let what: string = side ?? type.kind;
    if (subject.type === 'look' && subject.what === 'still') what = 'still';
    else if (subject.type === 'name' && subject.name === 'change') what = 'change';
    for (const { kind, keyword, values } of node.refinements) {
      if (what !== 'unknown' && !refinable[kind].includes(what)) {
        this.report('VS2016', keyword, `\`${kind}\` does not fit here`);
      }
      for (const value of values) {
        this.check(value, refinementTypes[kind]);
        if (kind === 'tolerance') this.#bounds(value, 0, 255);
        if (kind === 'similar' && value.type === 'percent' && value.value > 100) {
          this.report('VS2023', value.span, 'Expected at most 100%');
        }
      }
    }
    return type;
  }

  #bounds(node: Expression, least: number, most: number): void {
    const value = literalNumber(node);
    if (value !== undefined && (value < least || value > most)) {
      this.report('VS2023', node.span, `Expected a number from ${least} to ${most}`);
    }
  }

  #unary(operator: '-' | 'not', operand: Expression): Type {
    if (operator === 'not') {
      this.check(operand, typeOf('bool'));
      return typeOf('bool');
    }
    const type = this.infer(operand);
    if (['number', 'duration', 'percent', 'point', 'unknown'].includes(type.kind)) return type;
    if (holdsSecret(type)) this.reportLeak(operand.span);
    else this.report('VS2012', operand.span, `There is no minus of ${describeType(type)}`);
    return unknown;
  }

  #binary(node: Extract<Expression, { type: 'binary' }>): Type {
    const { operator, left, right } = node;
    if (operator === 'and' || operator === 'or') {
      this.check(left, typeOf('bool'));
      this.check(right, typeOf('bool'));
      return typeOf('bool');
    }
    const leftType = this.#side(left, operator);
    const color = leftType.kind === 'color' && (operator === 'is' || operator === '==' || operator === '!=');
    let rightType: Type;
    if (right.type === 'refined' && (operator === 'is' || operator === 'matches')) {
      rightType = this.#refined(right, operator);
    } else rightType = color ? this.check(right, typeOf('color')) : this.infer(right);
    if (color) return typeOf('bool');
    if (leftType.kind === 'string' && rightType.kind === 'color' && left.type === 'string') {
      this.colorText(left);
      return typeOf('bool');
    }
    const outcome = operatorType(operator, leftType, rightType);
    if (outcome.type !== undefined) return outcome.type;
    if (outcome.secret) this.reportLeak(node.span);
    else if (outcome.unavailable) this.notAvailable(node.operatorSpan, `${operator} an image`);
    else this.#operatorMismatch(node, leftType, rightType, outcome.code);
    return outcome.instead;
  }

  #side(node: Expression, operator: string): Type {
    return node.type === 'refined' && operator === 'is' && node.subject.type === 'call'
      ? this.#refined(node, 'is')
      : this.infer(node);
  }

  #operatorMismatch(
    node: Extract<Expression, { type: 'binary' }>,
    left: Type,
    right: Type,
    code: 'VS2012' | 'VS2020' | 'VS2021',
  ): void {
    const { operator } = node;
    if (code === 'VS2020') {
      const [number, meant] = left.kind === 'number' ? [node.left, node.left] : [node.right, node.right];
      const value = literalNumber(meant);
      const hint = value === undefined ? '' : `; did you mean \`${value}s\`?`;
      this.report(
        'VS2020',
        number.span,
        `A Duration and a Number do not go together with \`${operator}\`${hint}`,
        {
          fixes: value === undefined ? [] : [replaceFix(number.span, `${value}s`)],
        },
      );
      return;
    }
    if (code === 'VS2021') {
      this.report('VS2021', node.span, 'A horizontal and a vertical coordinate do not go together');
      return;
    }
    let hint = '';
    if (operator === '+' && (left.kind === 'string' || right.kind === 'string')) {
      hint = '; put the value into a text with `${…}`';
    } else if (operator === 'is') hint = '; compare with `==`';
    const words = `${describeType(left)} and ${describeType(right)}`;
    this.report('VS2012', node.operatorSpan, `\`${operator}\` does not fit ${words}${hint}`);
  }

  #call(node: CallExpression): Type {
    const { callee, args } = node;
    if (callee.type === 'member') {
      const object = this.infer(callee.object);
      for (const { value } of args) this.infer(value);
      if (object.kind !== 'unknown') this.report('VS2015', callee.span, 'Only functions can be called');
      return unknown;
    }
    if (callee.type !== 'name') {
      this.infer(callee);
      for (const { value } of args) this.infer(value);
      if (callee.type !== 'missing') this.report('VS2015', callee.span, 'Only functions can be called');
      return unknown;
    }
    const builtin = findBuiltinFunction(callee.name);
    if (builtin !== undefined && this.position.scope.find(callee.name) === undefined) {
      return this.#builtinCall(builtin, node, callee);
    }
    const symbol =
      findBuiltinName(callee.name) === undefined
        ? this.lookUp(callee.name, callee.span, 'function')
        : undefined;
    const declaration = symbol?.declaration;
    if (symbol === undefined || declaration === undefined) {
      for (const { value } of args) this.infer(value);
      if (symbol !== undefined || findBuiltinName(callee.name) !== undefined) {
        if (symbol?.type.kind !== 'unknown')
          this.report('VS2015', callee.span, `\`${callee.name}\` is not a function`);
      }
      return unknown;
    }
    this.#arguments(
      node,
      callee.span,
      parametersOf(declaration, (type) => this.parameterType(type)),
    );
    if (declaration.type === 'func') this.called(declaration, callee.span);
    return symbol.resolve?.() ?? symbol.type;
  }

  /** The type of a parameter; reported where it is declared, so not here. */
  protected abstract parameterType(reference: FuncDeclaration['parameters'][number]): Type;

  #builtinCall(builtin: BuiltinFunction, node: CallExpression, callee: NameExpression): Type {
    const { name, parameters, returns, available } = builtin;
    if (!available) {
      this.notAvailable(callee.span, name);
      this.at({ quiet: true }, () => {
        for (const { value } of node.args) this.infer(value);
      });
      return returns;
    }
    const [first, second] = node.args;
    if (name === 'pixel' && first !== undefined && second === undefined) {
      this.check(first.value, typeOf('point'));
      return returns;
    }
    for (const argument of node.args) {
      if (argument.name === undefined) continue;
      this.report('VS2013', argument.name.span, `The values of \`${name}\` have no names`);
    }
    this.#arguments(
      { ...node, args: node.args.map((argument) => ({ ...argument, name: undefined })) },
      callee.span,
      parameters,
    );
    if (name === 'rect' || name === 'box') {
      const problem = impossibleRegion(
        name,
        node.args.map((argument) => argument.value),
      );
      if (problem !== undefined) this.report('VS2022', problem.span, problem.message);
    }
    return returns;
  }

  #arguments(
    node: CallExpression,
    callee: Span,
    parameters: readonly { readonly name: string; readonly type: Type; readonly optional: boolean }[],
  ): void {
    const given = new Map<string, Argument>();
    let position = 0;
    for (const argument of node.args) {
      const named = argument.name;
      const parameter =
        named === undefined ? parameters[position++] : parameters.find(({ name }) => name === named.name);
      if (parameter === undefined) {
        this.infer(argument.value);
        if (named === undefined) {
          this.report('VS2013', argument.span, `Too many values: there ${count(parameters.length)}`);
        } else {
          const names = parameters.map(({ name }) => name);
          this.unknownWord(
            'VS2013',
            named.span,
            `There is no parameter \`${named.name}\``,
            named.name,
            names,
          );
        }
        continue;
      }
      if (given.has(parameter.name)) {
        this.report('VS2013', argument.span, `\`${parameter.name}\` is given twice`);
      }
      given.set(parameter.name, argument);
      if (parameter.type.kind === 'unknown') this.checkShown(argument.value);
      else this.check(argument.value, parameter.type);
    }
    const lacking = parameters.filter((parameter) => !parameter.optional && !given.has(parameter.name));
    if (lacking.length > 0 && !node.args.some(({ value }) => value.type === 'missing')) {
      const names = lacking.map(({ name }) => `\`${name}\``).join(', ');
      this.report('VS2013', callee, `A value is missing: ${names}`);
    }
  }

  #member(node: MemberExpression): Type {
    const type = this.infer(node.object);
    const { name, span } = node.property;
    if (type.kind === 'unknown' || (type.kind === 'record' && type.fields === undefined)) return unknown;
    const known = membersOf(type);
    const member = known?.get(name);
    if (member !== undefined) return member;
    const message = `${describeType(type).replace(/^a/, 'A')} has no \`${name}\``;
    this.unknownWord('VS2014', span, message, name, known?.keys() ?? []);
    return unknown;
  }

  #index(node: IndexExpression): Type {
    const type = this.infer(node.object);
    const inner = type.kind === 'optional' ? type.inner : type;
    switch (inner.kind) {
      case 'list':
        this.check(node.index, typeOf('number'));
        return inner.item;
      case 'string':
        this.check(node.index, typeOf('number'));
        return inner;
      case 'record': {
        this.check(node.index, typeOf('string'));
        return [...(inner.fields?.values() ?? [])].reduce(commonType, unknown);
      }
      default:
        this.infer(node.index);
        if (inner.kind !== 'unknown') {
          this.report('VS2012', node.object.span, `${describeType(type).replace(/^a/, 'A')} has no items`);
        }
        return unknown;
    }
  }

  protected override builtinWords(kind: 'name' | 'function'): readonly string[] {
    return kind === 'function'
      ? builtinFunctions.map(({ name }) => name)
      : builtinNames.map(({ name }) => name);
  }
}

function count(parameters: number): string {
  return parameters === 0 ? 'are none' : parameters === 1 ? 'is one' : `are ${parameters}`;
}

function parametersOf(
  declaration: FuncDeclaration | TargetDeclaration,
  type: (parameter: FuncDeclaration['parameters'][number]) => Type,
): readonly { readonly name: string; readonly type: Type; readonly optional: boolean }[] {
  return (declaration.parameters ?? []).map((parameter) => ({
    name: parameter.name.name,
    type: type(parameter),
    optional: parameter.value !== undefined,
  }));
}
