import * as vscode from 'vscode';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import { readMachineOptions, writeMachineOptions } from '../settings.ts';
import type { Connection } from './connection.ts';
import { argumentsText, parseArguments } from './argumentsText.ts';
import { editableFields } from './fields/connectionFields.ts';
import type { ChoiceField, EditableField, MachineCommandField, TextField } from './fields/editableField.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { type Choice, type Heading, type StepFrame, askChoice, askText, back } from './wizard.ts';

/** What a row of the list leads to. */
type Row = { readonly field: EditableField } | { readonly action: 'password' | 'json' };

/** What editing needs. */
export interface EditServices {
  readonly store: ConnectionStore;
  /** Asks for the password and keeps it, or forgets it. */
  editPassword(connection: Connection): Promise<void>;
  /** Opens the settings file. */
  openSettings(connection: Connection): Promise<void>;
}

/**
 * Edits a connection as a list of its properties with their values, until the list is closed. Each change is
 * written at once and touches only its own field, so that nothing the list does not know is lost.
 */
export async function editConnection(connection: Connection, services: EditServices): Promise<void> {
  let current: Connection | undefined = connection;
  let active: Row | undefined;
  while (current !== undefined) {
    const title = vscode.l10n.t('Edit {0}', current.profile.name);
    const rows = rowsOf(current);
    const choices = rows.filter((row) => 'value' in row);
    const same = choices.find(({ value }) => active !== undefined && sameRow(value, active));
    const row = await askChoice(
      { title, step: 0, totalSteps: 0 },
      {
        placeholder: vscode.l10n.t('Choose what to change. Escape when done.'),
        choices: rows,
        ...(same === undefined ? {} : { active: same.value }),
      },
    );
    if (row === undefined || row === back) return;
    active = row;
    if (!(await edit(row, current, services))) return;
    current = services.store.current(current);
  }
}

/** @returns whether the list shall come up again. */
async function edit(row: Row, connection: Connection, services: EditServices): Promise<boolean> {
  if ('field' in row) {
    await editField(row.field, connection, services.store);
    return true;
  }
  switch (row.action) {
    case 'password':
      await services.editPassword(connection);
      return true;
    case 'json':
      await services.openSettings(connection);
      return false;
  }
}

async function editField(
  field: EditableField,
  connection: Connection,
  store: ConnectionStore,
): Promise<void> {
  const { profile } = connection;
  switch (field.kind) {
    case 'switch':
      await store.change(connection, field.toggle(profile));
      return;
    case 'text':
      await editText(field, connection, store);
      return;
    case 'choice':
      await editChoice(field, connection, store);
      return;
    case 'machineSwitch': {
      const now = readMachineOptions(profile.id)[field.name];
      const dangerous = now === field.dangerous;
      const confirm = field.name === 'verifyCertificate' ? confirmUnverified : confirmUnencrypted;
      if (!dangerous && !(await confirm(profile.name))) return;
      const { id } = (await store.withId(connection)).profile;
      await writeMachineOptions(id, { [field.name]: dangerous ? undefined : field.dangerous });
      return;
    }
    case 'machineCommand':
      await editCommand(field, connection, store);
  }
}

async function editText(field: TextField, connection: Connection, store: ConnectionStore): Promise<void> {
  const { profile } = connection;
  const others = store.connections.filter(({ key }) => key !== connection.key);
  const text = await askText(secondStep(connection), {
    prompt: field.prompt,
    value: field.read(profile),
    check: (value) =>
      value.trim() === '' && field.optional
        ? undefined
        : field.check?.(
            value,
            others.map((other) => other.profile.name),
          ),
  });
  if (typeof text === 'string') await store.change(connection, field.write(text.trim(), profile));
}

async function editChoice(field: ChoiceField, connection: Connection, store: ConnectionStore): Promise<void> {
  const shown = field.show(connection.profile);
  const chosen = await askChoice(secondStep(connection), {
    placeholder: field.prompt,
    choices: field.choices.map(({ label, detail, change }) => ({
      label,
      ...(detail === undefined ? {} : { detail }),
      ...(label === shown ? { description: vscode.l10n.t('now') } : {}),
      value: change,
    })),
  });
  if (chosen !== undefined && chosen !== back) await store.change(connection, chosen);
}

async function editCommand(
  field: MachineCommandField,
  connection: Connection,
  store: ConnectionStore,
): Promise<void> {
  const text = await askText(secondStep(connection), {
    prompt: vscode.l10n.t(
      '{0}. No shell reads it; quotes hold words together. Kept for this machine only.',
      field.prompt,
    ),
    value: argumentsText(readMachineOptions(connection.profile.id)[field.name] ?? []),
    check: (line) =>
      parseArguments(line) === undefined ? vscode.l10n.t('A quote is left open.') : undefined,
  });
  if (typeof text !== 'string') return;
  const words = parseArguments(text) ?? [];
  const { id } = (await store.withId(connection)).profile;
  await writeMachineOptions(id, { [field.name]: words.length === 0 ? undefined : words });
}

/** A back button leads to the list, as Escape does. */
function secondStep({ profile }: Connection): StepFrame {
  return { title: vscode.l10n.t('Edit {0}', profile.name), step: 2, totalSteps: 2 };
}

/** Asks before user name and password go out in the clear. */
async function confirmUnencrypted(name: string): Promise<boolean> {
  const answer = vscode.l10n.t('Send Unencrypted');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Send user name and password of “{0}” unencrypted?', name),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Whoever is between you and the server can then read them. A tunnel, TLS or a proxy command protects them.',
      ),
    },
    answer,
  );
  return chosen === answer;
}

/** Asks before the certificate of a server is no longer verified. */
export async function confirmUnverified(name: string): Promise<boolean> {
  const answer = vscode.l10n.t('Do Not Verify');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('Accept any certificate for “{0}” on this machine?', name),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Whoever is between you and the server can then read and change everything, passwords included. If the server has a certificate of its own, enter that as the certificate of the connection instead.',
      ),
    },
    answer,
  );
  return chosen === answer;
}

function rowsOf({ profile }: Connection): readonly (Choice<Row> | Heading)[] {
  const groups = editableFields(profile).flatMap(({ title, fields }) => [
    heading(title),
    ...fields.map((field) => ({
      label: field.label,
      description: describe(field, profile),
      value: { field },
    })),
  ]);
  return [
    ...groups,
    heading(vscode.l10n.t('More')),
    {
      label: vscode.l10n.t('Password'),
      description: vscode.l10n.t('in the secret storage, never in settings'),
      value: { action: 'password' },
    },
    { label: vscode.l10n.t('Open in settings (JSON)…'), value: { action: 'json' } },
  ];
}

function heading(label: string): Heading {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The value of a field for people. */
function describe(field: EditableField, profile: ConnectionProfile): string {
  switch (field.kind) {
    case 'text':
    case 'switch':
    case 'choice':
      return field.show(profile);
    case 'machineSwitch': {
      const dangerous = readMachineOptions(profile.id)[field.name] === field.dangerous;
      const value = dangerous ? field.dangerous : !field.dangerous;
      if (dangerous)
        return value ? vscode.l10n.t('yes, on this machine') : vscode.l10n.t('no, on this machine');
      return value ? vscode.l10n.t('yes') : vscode.l10n.t('no');
    }
    case 'machineCommand': {
      const command = readMachineOptions(profile.id)[field.name];
      return command === undefined ? '—' : argumentsText(command);
    }
  }
}

function sameRow(a: Row, b: Row): boolean {
  if ('field' in a) return 'field' in b && a.field.label === b.field.label;
  return 'action' in b && a.action === b.action;
}
