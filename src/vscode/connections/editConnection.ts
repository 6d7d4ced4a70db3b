import * as vscode from 'vscode';
import { readMachineOptions, writeMachineOptions } from '../settings.ts';
import type { Connection } from './connection.ts';
import { type EditableField, editableFields } from './connectionFields.ts';
import type { ConnectionStore } from './connectionStore.ts';
import { type Choice, askChoice, askText, back } from './wizard.ts';

/** What a row of the list leads to. */
type Row = { readonly field: EditableField } | { readonly action: 'verify' | 'password' | 'json' };

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
    const same = rows.find(({ value }) => active !== undefined && sameRow(value, active));
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
    case 'verify':
      await toggleVerification(connection, services.store);
      return true;
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
  const title = vscode.l10n.t('Edit {0}', profile.name);
  if (field.kind === 'switch') {
    await store.change(connection, field.toggle(profile));
    return;
  }
  const others = store.connections.filter(({ key }) => key !== connection.key);
  const text = await askText(
    // A back button leads to the list, as Escape does.
    { title, step: 2, totalSteps: 2 },
    {
      prompt: field.prompt,
      value: field.read(profile),
      check: (value) =>
        value.trim() === '' && field.optional
          ? undefined
          : field.check?.(
              value,
              others.map((other) => other.profile.name),
            ),
    },
  );
  if (typeof text === 'string') await store.change(connection, field.write(text.trim(), profile));
}

async function toggleVerification(connection: Connection, store: ConnectionStore): Promise<void> {
  const off = readMachineOptions(connection.profile.id).verifyCertificate === false;
  if (!off && !(await confirmUnverified(connection.profile.name))) return;
  const { profile } = await store.withId(connection);
  await writeMachineOptions(profile.id, off ? undefined : { verifyCertificate: false });
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

function rowsOf(connection: Connection): readonly Choice<Row>[] {
  const { profile } = connection;
  const rows: Choice<Row>[] = editableFields(profile).map((field) => ({
    label: field.label,
    description: field.show(profile),
    value: { field },
  }));
  if (profile.url?.startsWith('wss:') === true) {
    const off = readMachineOptions(profile.id).verifyCertificate === false;
    rows.push({
      label: vscode.l10n.t('Verify certificate'),
      description: off ? vscode.l10n.t('no, on this machine') : vscode.l10n.t('yes'),
      value: { action: 'verify' },
    });
  }
  rows.push(
    {
      label: vscode.l10n.t('Password'),
      description: vscode.l10n.t('in the secret storage, never in settings'),
      value: { action: 'password' },
    },
    { label: vscode.l10n.t('Open in settings (JSON)…'), value: { action: 'json' } },
  );
  return rows;
}

function sameRow(a: Row, b: Row): boolean {
  if ('field' in a) return 'field' in b && a.field.label === b.field.label;
  return 'action' in b && a.action === b.action;
}
