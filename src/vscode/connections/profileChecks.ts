import * as vscode from 'vscode';
import type { ProfileProblemCode } from '../../core/profile/profileProblem.ts';
import { type ProfileField, profileFields } from '../../core/profile/profileFields.ts';
import { wordProfileProblem } from '../../wording/profileWording.ts';

/**
 * A check for what is typed for a property of a connection: the one of the settings' reader, so that nothing gets
 * there that it would leave out.
 *
 * @param parse makes of the text what the setting holds.
 */
export function profileCheck(
  field: ProfileField,
  parse: (text: string) => unknown = (text) => text,
): (text: string) => string | undefined {
  return (text) => {
    let problem: string | undefined;
    const report = (code: ProfileProblemCode, data: Readonly<Record<string, string>> = {}): void => {
      problem ??= wordProfileProblem({ code, data }, (template, args) => vscode.l10n.t(template, args));
    };
    profileFields[field](parse(text.trim()), report);
    return problem;
  };
}
