import type { ImportNote, ImportNoteCode } from '../core/profile/imports/importedConnection.ts';
import { type Translate, inEnglish } from './translate.ts';

/** What is said of each note about an imported connection. */
const sentences: { readonly [Code in ImportNoteCode]: string } = {
  passwordTaken: 'Its password was read and goes into the secret storage, never into the settings.',
  passwordUnreadable: 'Its password can be read only by the program that stored it: it is asked for.',
  tokenTaken:
    'Its token was read and goes into the secret storage. Most tokens are good for a short time or one connection only.',
  userGuessed: 'The user “{user}” is a guess: correct it in “ticketSource”.',
  pathGuessed: 'The page does not say where its WebSocket is: “/websockify” is a guess.',
  commandSuggested: 'It is reached through a program: “{name}” for this machine is suggested.',
  notTaken: '“{name}” was not taken over.',
};

/** Says a note in a sentence. */
export function wordImportNote({ code, data }: ImportNote, translate: Translate = inEnglish): string {
  return translate(sentences[code], data);
}
