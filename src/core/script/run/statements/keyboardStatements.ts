import type {
  ClipboardSetStatement,
  Expression,
  HoldBlockStatement,
  HoldForStatement,
  PasteStatement,
  PressStatement,
  SendStatement,
  Span,
  TypeStatement,
} from '../../ast.ts';
import { toCount, toTypedText } from '../coerce.ts';
import { type Frame, controls } from '../frame.ts';
import type { Flow, Machine } from '../machine.ts';
import { durationSetting, layoutSetting } from '../runSettings.ts';
import { valueText } from '../values.ts';
import { keysOfChord, pauseFor, whileHolding } from './heldKeys.ts';
import { keyOf, millisecondsOf } from './places.ts';

/** The key that pastes in most programs. */
const pasteKey = 'Ctrl+V';

/** `press`, `keydown`, `keyup`. */
export async function runPress(machine: Machine, node: PressStatement, frame: Frame): Promise<void> {
  const { context } = machine;
  const keys: { readonly name: string; readonly span: Span }[] = [];
  for (const key of node.keys) keys.push({ name: await keyOf(machine, key, frame), span: key.span });
  if (node.verb !== 'press') {
    const { verb } = node;
    for (const { name, span } of keys) {
      const single = keysOfChord(name, span);
      for (const key of verb === 'keydown' ? single : [...single].reverse())
        await context.perform(frame, span, (signal) => {
          const { keyboard } = controls(frame);
          return verb === 'keydown' ? keyboard.down(key, { signal }) : keyboard.up(key, { signal });
        });
    }
    return;
  }
  const times =
    node.times === undefined
      ? 1
      : toCount(await machine.evaluator.evaluate(node.times, frame), 0, node.times.span);
  const every = await millisecondsOf(machine, node.every, frame, 0);
  for (let round = 0; round < times; round++)
    for (const [index, { name, span }] of keys.entries()) {
      if (round > 0 || index > 0) await pauseFor(machine, every, frame, span);
      await press(machine, name, frame, span);
    }
}

/** `hold KEY for D`. */
export async function runHoldFor(machine: Machine, node: HoldForStatement, frame: Frame): Promise<void> {
  const duration = await millisecondsOf(machine, node.duration, frame, 0);
  await whileHolding(machine, node.key, frame, () => pauseFor(machine, duration, frame, node.span));
}

/** `hold KEY { … }`. */
export async function runHoldBlock(machine: Machine, node: HoldBlockStatement, frame: Frame): Promise<Flow> {
  return await whileHolding(machine, node.key, frame, () => machine.runBlock(node.body, frame));
}

/** `type TEXT`. */
export async function runType(machine: Machine, node: TypeStatement, frame: Frame): Promise<void> {
  const every = await millisecondsOf(machine, node.every, frame, durationSetting(frame.scope, 'typing'));
  await typeText(machine, node.text, frame, every);
  for (const key of node.then) await press(machine, await keyOf(machine, key, frame), frame, key.span);
}

/** `send "text<Key><wait 2s>"`. */
export async function runSend(machine: Machine, node: SendStatement, frame: Frame): Promise<void> {
  const every = await millisecondsOf(machine, node.every, frame, durationSetting(frame.scope, 'typing'));
  for (const part of node.parts)
    switch (part.type) {
      case 'text':
        await typeOut(machine, part.value, frame, part.span, every);
        break;
      case 'key':
        await press(machine, part.key.text, frame, part.span);
        break;
      case 'wait':
        await pauseFor(machine, part.milliseconds, frame, part.span);
        break;
      case 'value': {
        const value = await machine.evaluator.evaluate(part.expression, frame);
        if (value.type === 'secret') await typeText(machine, part.expression, frame, every);
        else await typeOut(machine, valueText(value), frame, part.span, every);
        break;
      }
    }
  for (const key of node.then) await press(machine, await keyOf(machine, key, frame), frame, key.span);
}

/** `paste TEXT with KEY`. */
export async function runPaste(machine: Machine, node: PasteStatement, frame: Frame): Promise<void> {
  const key = node.key === undefined ? pasteKey : await keyOf(machine, node.key, frame);
  const secret = await setClipboard(machine, node.text, frame);
  const paste = async (): Promise<void> => await press(machine, key, frame, node.key?.span ?? node.span);
  await (secret ? machine.unrecorded(paste) : paste());
}

/** `clipboard set TEXT`. */
export async function runClipboardSet(
  machine: Machine,
  node: ClipboardSetStatement,
  frame: Frame,
): Promise<void> {
  await setClipboard(machine, node.text, frame);
}

async function press(machine: Machine, key: string, frame: Frame, span: Span): Promise<void> {
  await machine.context.perform(frame, span, (signal) => controls(frame).keyboard.press(key, { signal }));
}

async function typeText(machine: Machine, node: Expression, frame: Frame, every: number): Promise<void> {
  const { text, secret } = toTypedText(await machine.evaluator.evaluate(node, frame), node.span);
  const type = async (): Promise<void> => await typeOut(machine, text, frame, node.span, every);
  if (!secret) {
    await type();
    return;
  }
  frame.step.sensitive = true;
  await machine.unrecorded(type);
}

async function typeOut(
  machine: Machine,
  text: string,
  frame: Frame,
  span: Span,
  every: number,
): Promise<void> {
  if (text === '') return;
  // The text as such takes its time; what is limited is how much longer the server may make it.
  const timeout = durationSetting(frame.scope, 'timeout') + text.length * every;
  const layout = layoutSetting(frame.scope);
  await machine.context.perform(frame, span, (signal) =>
    controls(frame).keyboard.typeText(text, { interval: every, layout, signal, timeout }),
  );
}

/** @returns whether it was a secret */
async function setClipboard(machine: Machine, node: Expression, frame: Frame): Promise<boolean> {
  const { text, secret } = toTypedText(await machine.evaluator.evaluate(node, frame), node.span);
  if (secret) frame.step.sensitive = true;
  await machine.context.perform(frame, node.span, (signal) =>
    controls(frame).clipboard.set(text, { signal }),
  );
  return secret;
}
