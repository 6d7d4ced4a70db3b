import * as vscode from 'vscode';
import type { ConnectionProfile, MachineOptions } from '../../../core/profile/profile.ts';

/** A property of a connection as the edit list shows and changes it. */
export type EditableField = TextField | SwitchField | ChoiceField | MachineSwitchField | MachineCommandField;

/** Fields that belong together, under a heading. */
export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly EditableField[];
}

interface FieldBase {
  readonly label: string;
}

interface ProfileField extends FieldBase {
  /** The value for people. */
  readonly show: (profile: ConnectionProfile) => string;
}

/** A line of text. */
export interface TextField extends ProfileField {
  readonly kind: 'text';
  readonly prompt: string;
  /** Whether an empty text takes the property away. */
  readonly optional: boolean;
  readonly read: (profile: ConnectionProfile) => string;
  /** What is wrong with a text; `taken` are the names of the other connections. */
  readonly check?: (text: string, taken: readonly string[]) => string | undefined;
  readonly write: (text: string, profile: ConnectionProfile) => Partial<ConnectionProfile>;
}

/** Yes or no. */
export interface SwitchField extends ProfileField {
  readonly kind: 'switch';
  readonly toggle: (profile: ConnectionProfile) => Partial<ConnectionProfile>;
}

/** One of several values; the first is that of a profile that says nothing. */
export interface ChoiceField extends ProfileField {
  readonly kind: 'choice';
  readonly prompt: string;
  readonly choices: readonly {
    readonly label: string;
    readonly detail?: string;
    readonly change: Partial<ConnectionProfile>;
  }[];
}

/** A switch of this machine, which weakens the checks: it is confirmed before it is set. */
export interface MachineSwitchField extends FieldBase {
  readonly kind: 'machineSwitch';
  readonly name: 'verifyCertificate' | 'allowUnencrypted';
  /** The value that is dangerous. */
  readonly dangerous: boolean;
}

/** A command of this machine. */
export interface MachineCommandField extends FieldBase {
  readonly kind: 'machineCommand';
  readonly name: Extract<keyof MachineOptions, `${string}Command`>;
  readonly prompt: string;
}

/** A text field whose value is shown as it is; `empty` is what counts when there is none. */
export function text(
  field: Omit<TextField, 'kind' | 'show'> & { readonly empty?: string | undefined },
): TextField {
  const { empty, ...rest } = field;
  return {
    ...rest,
    kind: 'text',
    show: (profile) => {
      const value = field.read(profile);
      if (value !== '') return value.replaceAll(/\s+/gu, ' ').slice(0, 100);
      if (empty === undefined) return '—';
      // Words say by themselves that nothing was set.
      return /^[\d.]+$/u.test(empty) ? vscode.l10n.t('{0} (default)', empty) : empty;
    },
  };
}

/** A choice whose labels show the value. */
export function choice(
  field: Omit<ChoiceField, 'kind' | 'show'> & {
    readonly read: (profile: ConnectionProfile) => string | undefined;
  },
): ChoiceField {
  const { read, ...rest } = field;
  const fallback = rest.choices[0]?.label ?? '';
  return { ...rest, kind: 'choice', show: (profile) => read(profile) ?? fallback };
}

/** The items of a text in which commas separate them. */
export function list(text: string): readonly string[] | undefined {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
}

/** A text, or `undefined` when it is empty. */
export function orNone(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** A number as text, or `undefined` when it is empty. */
export function numberOrNone(text: string): number | undefined {
  return text === '' ? undefined : Number(text);
}
