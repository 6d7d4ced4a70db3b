import { isVncError } from '../../base/errors.ts';
import { canonicalChord } from '../../input/chords.ts';
import { colorFromHex } from '../../vision/compareColors.ts';
import type { ParamDeclaration, TypeReference } from '../ast.ts';
import { parseDuration } from './durationText.ts';
import { ScriptFailure } from './runError.ts';
import { type Value, boolValue, durationValue, noneValue, numberValue, stringValue } from './values.ts';

/** What a parameter can be given as, by the name of its type: a reader and what to say when it fails. */
const readers: Readonly<Record<string, readonly [read: (text: string) => Value | undefined, form: string]>> =
  {
    String: [stringValue, 'any text'],
    Bool: [readBool, 'true or false'],
    Number: [readNumber, 'a number'],
    Duration: [readDuration, 'a time such as 500ms, 2s or 1m30s'],
    Percent: [readPercent, 'a share such as 95%'],
    Color: [readColor, 'a colour such as #1e90ff'],
    Key: [readKey, 'a key such as Enter or Ctrl+S'],
    Regex: [readRegex, 'a pattern such as /ok|done/i'],
  };

/** Reads the text that somebody gave for a parameter. @throws ScriptFailure VS5062 when it is not of its type */
export function readParam(declaration: ParamDeclaration, text: string): Value {
  const value = readTyped(declaration.declaredType, text);
  if (value !== undefined) return value;
  const name = declaration.name.name;
  const form = readers[declaration.declaredType.name.name]?.[1] ?? 'a value that can be written on one line';
  throw new ScriptFailure('VS5062', `the parameter ${name} must be ${form}`, declaration.name.span);
}

function readTyped(type: TypeReference, text: string): Value | undefined {
  if (type.optional && text === '') return noneValue;
  const { name } = type.name;
  return type.listDepth === 0 && Object.hasOwn(readers, name) ? readers[name]?.[0](text) : undefined;
}

function readBool(text: string): Value | undefined {
  if (/^(?:true|yes|1)$/iu.test(text)) return boolValue(true);
  return /^(?:false|no|0)$/iu.test(text) ? boolValue(false) : undefined;
}

function readNumber(text: string): Value | undefined {
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) ? numberValue(value) : undefined;
}

function readDuration(text: string): Value | undefined {
  const milliseconds = parseDuration(text.trim());
  return milliseconds === undefined ? undefined : durationValue(milliseconds);
}

function readPercent(text: string): Value | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*%?$/u.exec(text.trim());
  return match === null ? undefined : { type: 'percent', value: Number(match[1]) };
}

function readColor(text: string): Value | undefined {
  const value = colorFromHex(text.trim());
  return value === undefined ? undefined : { type: 'color', value };
}

function readKey(text: string): Value | undefined {
  const name = /^<(.+)>$/u.exec(text.trim())?.[1] ?? text.trim();
  try {
    return { type: 'key', name: canonicalChord(name) };
  } catch (error) {
    if (isVncError(error)) return undefined;
    throw error;
  }
}

function readRegex(text: string): Value | undefined {
  const written = /^\/(.*)\/([ims]*)$/su.exec(text);
  try {
    return { type: 'regex', value: new RegExp(written?.[1] ?? text, `${written?.[2] ?? ''}u`) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
