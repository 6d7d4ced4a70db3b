import * as vscode from 'vscode';
import { isVncError } from '../../core/base/errors.ts';
import { parseConsoleAddress } from '../../core/profile/imports/consoleAddress.ts';
import { wordError } from '../../wording/errorWording.ts';
import { wordImportNote } from '../../wording/importWording.ts';
import { type ConnectionDraft, type NewConnection, emptyDraft } from './connectionDraft.ts';
import { freeName } from './connectionPresets.ts';
import { checkName } from './fieldChecks.ts';
import { type PastedConnection, needsLogin, pastedConnection } from './pastedConnection.ts';
import { proxmoxLoginSteps } from './proxmoxSteps.ts';
import { type Step, askText, runWizard } from './wizard.ts';

/** What is known without asking. */
interface Given {
  readonly address: string | undefined;
  readonly name: string | undefined;
}

/**
 * Makes a connection of any address that people have: a console's page of noVNC or OpenStack, `vnc://`, `ws://`,
 * `wss://`, `host:display`, `host::port`. What it holds of secrets goes to the secret storage.
 *
 * @returns `undefined` when the questions were closed.
 * @throws `VNC_ADDRESS_INVALID` for an address that was given and is none.
 */
export async function askConnectionFromAddress(
  taken: readonly string[],
  { address, name }: Given,
): Promise<NewConnection | undefined> {
  if (address !== undefined) {
    const found = parseConsoleAddress(address);
    return withNotes(pastedConnection(found, name ?? freeName(found.profile.name, taken)));
  }
  const title = vscode.l10n.t('Add Connection from Address');
  const answers = await runWizard<Answers>(title, { ...emptyDraft, address: '' }, (state) => [
    askAddress,
    ...loginSteps(state),
    askName(taken),
  ]);
  if (answers === undefined) return undefined;
  const found = parseConsoleAddress(answers.address);
  return withNotes(pastedConnection(found, answers.name, needsLogin(found) ? answers : undefined));
}

function withNotes({ connection, notes }: PastedConnection): NewConnection {
  const sentences = notes.map((note) =>
    wordImportNote(note, (template, args) => vscode.l10n.t(template, args)),
  );
  return { ...connection, notes: [...new Set(sentences)] };
}

interface Answers extends ConnectionDraft {
  readonly address: string;
}

/** An address of Proxmox VE does not say who asks for the tickets. */
function loginSteps(answers: Answers): readonly Step<Answers>[] {
  if (answers.address === '' || !needsLogin(parseConsoleAddress(answers.address))) return [];
  return proxmoxLoginSteps(answers).map((step) => async (frame, state) => {
    const draft = await step(frame, state);
    return typeof draft === 'object' ? { ...state, ...draft } : draft;
  });
}

const askAddress: Step<Answers> = async (frame, answers) => {
  const address = await askText(frame, {
    prompt: vscode.l10n.t(
      'Paste any address: that of a console in the browser, {0}. Tokens and passwords in it go to the secret storage.',
      'vnc://…, wss://…, host:1, host::5901',
    ),
    placeholder: vscode.l10n.t('For example {0}', 'https://nova.example.com:6080/vnc_auto.html?token=…'),
    value: answers.address,
    check: problemOf,
  });
  return typeof address === 'string' ? { ...answers, address: address.trim() } : address;
};

function askName(taken: readonly string[]): Step<Answers> {
  return async (frame, answers) => {
    const name = await askText(frame, {
      prompt: vscode.l10n.t('Name of the connection, as you and your scripts call it'),
      value:
        answers.name === ''
          ? freeName(parseConsoleAddress(answers.address).profile.name, taken)
          : answers.name,
      check: (text) => checkName(text, taken),
    });
    return typeof name === 'string' ? { ...answers, name } : name;
  };
}

/** What is wrong with an address, for people. */
function problemOf(text: string): string | undefined {
  try {
    parseConsoleAddress(text);
    return undefined;
  } catch (error) {
    if (!isVncError(error)) throw error;
    return wordError(error, (template, args) => vscode.l10n.t(template, args)).message;
  }
}
