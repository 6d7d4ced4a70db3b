import type { Expression, Identifier, LetStatement, SetStatement, SimpleStatement, Span } from './ast.ts';
import { replaceFix } from './diagnosticBag.ts';
import { ExpressionChecker } from './expressionChecker.ts';
import { durationText } from './run/durationText.ts';
import { findSetting, settingRows } from './settings.ts';
import { type Type, commonType, describeType, typeOf } from './types.ts';
import { literalNumber } from './wantedChecker.ts';
import { untypableCharacters } from '../input/textPlan.ts';

/** More rounds are a mistake, and every loop has a bound. */
export const maximalRounds = 1_000_000;
/** A longer fixed wait gets a hint. */
const longWait = 3000;
const passwordName = /(?:^|[_a-z])(?:password|passwd|passwort|passphrase|pwd|secret|token|api_?key)$/i;
const buttons = ['left', 'middle', 'right'] as const;
const bool = typeOf('bool');
const duration = typeOf('duration');
const key = typeOf('key');
const place = typeOf('place');
const string = typeOf('string');

/** Checks the statements that have no block. */
export abstract class SimpleStatementChecker extends ExpressionChecker {
  /** Checks a statement without a block. */
  protected checkSimple(node: SimpleStatement): void {
    switch (node.type) {
      case 'let':
        this.#let(node);
        return;
      case 'assign':
        this.#assign(node.name, node.value);
        return;
      case 'call':
        this.infer(node.call);
        return;
      case 'set':
        this.#set(node);
        return;
      case 'wait':
        this.#wait(node.duration, node.span);
        return;
      case 'waitFor':
        this.check(node.condition, bool);
        this.durations(node.timeout);
        return;
      case 'expect':
        this.check(node.condition, bool);
        this.durations(node.within);
        if (node.message !== undefined) this.check(node.message, string);
        return;
      case 'click':
        if (node.at !== undefined) this.check(node.at, place);
        this.#pointer(node.holding, node.duration, node.timeout);
        return;
      case 'drag':
        for (const point of [node.from, ...node.via, node.to]) this.check(point, place);
        if (node.button !== undefined) this.#button(node.button);
        this.#pointer(node.holding, node.over, node.timeout);
        return;
      case 'scroll':
        if (node.amount !== undefined) this.checkCount(node.amount, 1, 1000);
        if (node.at !== undefined) this.check(node.at, place);
        return;
      case 'press':
        for (const one of node.keys) this.check(one, key);
        if (node.times !== undefined) this.checkCount(node.times, 0, maximalRounds);
        this.durations(node.every);
        return;
      case 'holdFor':
        this.check(node.key, key);
        this.durations(node.duration);
        return;
      case 'mouseButton':
        if (node.button !== undefined) this.#button(node.button);
        return;
      case 'typeText':
        this.checkTyped(node.text);
        this.#typable(node.text);
        for (const one of node.then) this.check(one, key);
        this.durations(node.every);
        return;
      case 'send':
        if (node.text.type !== 'string' && node.text.type !== 'missing') {
          this.infer(node.text);
          this.report('VS2010', node.text.span, '`send` takes a text in quotes; use `type` for other values');
        } else this.infer(node.text);
        for (const part of node.parts) if (part.type === 'key') this.checkKey(part.key);
        for (const one of node.then) this.check(one, key);
        this.durations(node.every);
        return;
      case 'paste':
        this.checkTyped(node.text);
        if (node.key !== undefined) this.check(node.key, key);
        return;
      case 'clipboardSet':
        this.checkTyped(node.text);
        return;
      case 'screenshot':
        if (node.name !== undefined) this.check(node.name, string);
        if (node.region !== undefined) this.check(node.region, typeOf('region'));
        return;
      case 'recordStart':
        this.check(node.file, string);
        if (node.fps !== undefined) this.checkCount(node.fps, 1, 30);
        return;
      case 'log':
        this.checkShown(node.value);
        return;
      case 'attach':
        this.checkShown(node.value);
        if (node.name !== undefined) this.check(node.name, string);
        return;
      case 'connection':
        if (node.argument !== undefined) this.checkShown(node.argument);
        this.durations(node.timeout);
        return;
      case 'resize':
        this.infer(node.size);
        return;
      case 'outcome':
        this.checkShown(node.value);
        return;
      case 'return':
        this.#return(node.value, node.keyword);
        return;
      case 'word':
        if ((node.verb === 'break' || node.verb === 'continue') && this.position.loops === 0) {
          this.report('VS2031', node.keyword, `\`${node.verb}\` belongs into a loop`);
        }
        return;
      case 'invalid':
        return;
    }
  }

  protected durations(...nodes: readonly (Expression | undefined)[]): void {
    for (const node of nodes) if (node !== undefined) this.check(node, duration);
  }

  #pointer(holding: Expression | undefined, ...durations: readonly (Expression | undefined)[]): void {
    if (holding !== undefined) this.check(holding, key);
    this.durations(...durations);
  }

  #button(node: Identifier): void {
    if (buttons.some((name) => name === node.name)) return;
    this.unknownWord('VS2001', node.span, `There is no button \`${node.name}\``, node.name, buttons);
  }

  #typable(node: Expression): void {
    if (node.type !== 'string') return;
    for (const part of node.parts) {
      if (part.type !== 'chars') continue;
      const [first] = untypableCharacters(part.value);
      if (first === undefined) continue;
      const codePoint = (first.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      this.report('VS5021', part.span, `No key types the character U+${codePoint}; use \`paste\``);
      return;
    }
  }

  #let(node: LetStatement): void {
    const declared = node.declaredType === undefined ? undefined : this.typeFrom(node.declaredType);
    const type = declared ?? inferredType(this.infer(node.value));
    if (declared !== undefined) this.check(node.value, declared);
    if (type.kind === 'nothing') this.report('VS2010', node.value.span, 'This call gives no value');
    const known = type.kind === 'nothing' ? typeOf('unknown') : type;
    this.declare(node.name, node.constant ? 'const' : 'let', known);
    this.checkPassword(node.name, node.value, node.span);
  }

  /** Hints that a text looks like a password. */
  protected checkPassword(name: Identifier, value: Expression | undefined, statement: Span): void {
    if (value?.type !== 'string' || value.literal === undefined || value.literal === '') return;
    if (!passwordName.test(name.name)) return;
    this.report('VS4006', value.span, `This looks like a password; make it \`secret ${name.name}\``, {
      fixes: [replaceFix(statement, `secret ${name.name}`, 'Make it a secret')],
    });
  }

  #assign(name: Identifier, value: Expression): void {
    const own = this.position.scope.find(name.name);
    const used = own?.used;
    const symbol = this.lookUp(name.name, name.span, 'name');
    // To be assigned is not to be used.
    if (symbol !== undefined && used === false) symbol.used = false;
    if (symbol === undefined) {
      this.infer(value);
      return;
    }
    if (symbol.kind !== 'let') {
      this.infer(value);
      this.report(
        'VS2009',
        name.span,
        `\`${name.name}\` cannot be assigned; only what \`let\` declares can`,
        {
          related: [{ message: 'declared here', span: symbol.span }],
        },
      );
      return;
    }
    this.check(value, symbol.type);
  }

  #set(node: SetStatement): void {
    const row = findSetting(node.setting);
    if (row === undefined) {
      this.infer(node.value);
      if (node.setting === '') return;
      const names = settingRows.map(({ name }) => name);
      this.unknownWord(
        'VS2018',
        node.settingSpan,
        `There is no setting \`${node.setting}\``,
        node.setting,
        names,
      );
      return;
    }
    if (!row.available) {
      this.notAvailable(node.settingSpan, `set ${row.name}`);
      this.at({ quiet: true }, () => this.infer(node.value));
      return;
    }
    this.check(node.value, row.type);
    const { choices, range } = row;
    if (choices !== undefined && node.value.type === 'string' && node.value.literal !== undefined) {
      const { literal } = node.value;
      if (!choices.includes(literal)) {
        const list = choices.map((choice) => `"${choice}"`).join(', ');
        this.report('VS2023', node.value.span, `\`${row.name}\` is one of ${list}`);
      }
    }
    const value = literalNumber(node.value);
    if (range !== undefined && value !== undefined && (value < range[0] || value > range[1])) {
      this.report('VS2023', node.value.span, `\`${row.name}\` is from ${range[0]} to ${range[1]}`);
    }
  }

  #wait(node: Expression, statement: Span): void {
    this.check(node, duration);
    if (node.type !== 'duration' || node.milliseconds <= longWait) return;
    const meant = `wait for still 500ms timeout ${durationText(node.milliseconds)}`;
    this.report(
      'VS4001',
      node.span,
      'A long fixed wait; waiting for something on the screen is faster and safer',
      {
        fixes: [replaceFix(statement, meant)],
      },
    );
  }

  #return(value: Expression | undefined, keyword: Span): void {
    const { func } = this.position;
    const type = value === undefined ? undefined : this.#returned(value, func?.declared);
    if (func === undefined) {
      this.report('VS2031', keyword, '`return` belongs into a function');
      return;
    }
    if (func.declared === undefined) {
      const own = type ?? typeOf('nothing');
      if (func.returned !== undefined && (func.returned.kind === 'nothing') !== (own.kind === 'nothing')) {
        this.report('VS2032', keyword, 'This function returns a value in one place and none in another');
      }
      func.returned = func.returned === undefined ? own : commonType(func.returned, own);
    } else if (type === undefined) {
      this.report('VS2032', keyword, `This function returns ${describeType(func.declared)}`);
    }
  }

  #returned(value: Expression, declared: Type | undefined): Type {
    return declared === undefined ? this.infer(value) : this.check(value, declared);
  }
}

/** The type of a variable that begins with this value: `none` says nothing about what follows. */
export function inferredType(type: Type): Type {
  return type.kind === 'none' ? typeOf('unknown') : type;
}
