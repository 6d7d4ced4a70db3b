import * as vscode from 'vscode';
import type { ConnectionDraft } from './connectionDraft.ts';
import { checkProxmoxUser, checkTokenId } from './fieldChecks.ts';
import { type Step, askChoice, askText, back } from './wizard.ts';

/** The steps that ask for a machine of Proxmox VE, and who is to ask for its tickets. */
export function proxmoxSteps(draft: ConnectionDraft): readonly Step<ConnectionDraft>[] {
  return [askMachine, ...proxmoxLoginSteps(draft)];
}

/** Those of them that ask who it is. */
export function proxmoxLoginSteps(draft: ConnectionDraft): readonly Step<ConnectionDraft>[] {
  return [askUser, askLogin, ...(draft.login === 'password' ? [] : [askTokenId]), askApiSecret];
}

const askMachine: Step<ConnectionDraft> = async (frame, draft) => {
  const vm = await askText(frame, {
    prompt: vscode.l10n.t('Number or name of the virtual machine or container. Its node is found by itself.'),
    placeholder: vscode.l10n.t('For example {0}', '100, web-3'),
    value: draft.vm,
    check: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a number or a name.') : undefined),
  });
  return typeof vm === 'string' ? { ...draft, vm } : vm;
};

const askUser: Step<ConnectionDraft> = async (frame, draft) => {
  const user = await askText(frame, {
    prompt: vscode.l10n.t('User of Proxmox VE, with the realm. It needs the right VM.Console.'),
    placeholder: vscode.l10n.t('For example {0}', 'root@pam, ops@pve'),
    value: draft.user === '' ? 'root@pam' : draft.user,
    check: checkProxmoxUser,
  });
  return typeof user === 'string' ? { ...draft, user: user.trim() } : user;
};

const askLogin: Step<ConnectionDraft> = async (frame, draft) => {
  const login = await askChoice(frame, {
    placeholder: vscode.l10n.t('How does the user log in?'),
    choices: [
      {
        value: 'token' as const,
        label: vscode.l10n.t('API token'),
        detail: vscode.l10n.t('Made in Datacenter › Permissions › API Tokens. Can be taken back by itself.'),
        iconPath: new vscode.ThemeIcon('key'),
      },
      {
        value: 'password' as const,
        label: vscode.l10n.t('Password'),
        detail: vscode.l10n.t('The password of the user'),
        iconPath: new vscode.ThemeIcon('lock'),
      },
    ],
    ...(draft.login === undefined ? {} : { active: draft.login }),
  });
  if (login === undefined || login === back) return login;
  // A secret of the other kind is of no use.
  return login === draft.login ? draft : { ...draft, login, apiSecret: '' };
};

const askTokenId: Step<ConnectionDraft> = async (frame, draft) => {
  const tokenId = await askText(frame, {
    prompt: vscode.l10n.t('Id of the API token: what stands behind the “!”, not its secret'),
    placeholder: vscode.l10n.t('For example {0}', 'vnc'),
    value: draft.tokenId,
    check: checkTokenId,
  });
  return typeof tokenId === 'string' ? { ...draft, tokenId: tokenId.trim() } : tokenId;
};

const askApiSecret: Step<ConnectionDraft> = async (frame, draft) => {
  const apiSecret = await askText(frame, {
    prompt:
      draft.login === 'token'
        ? vscode.l10n.t('Secret of the API token. Leave it empty to be asked when you connect.')
        : vscode.l10n.t('Password of {0}. Leave it empty to be asked when you connect.', draft.user),
    value: draft.apiSecret,
    password: true,
  });
  return typeof apiSecret === 'string' ? { ...draft, apiSecret } : apiSecret;
};
