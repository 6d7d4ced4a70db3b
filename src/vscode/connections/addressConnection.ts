import * as vscode from 'vscode';
import { isVncError } from '../../core/base/errors.ts';
import type { Session } from '../../core/session/session.ts';
import { parseAddress, targetOfAddress } from '../../core/transport/address.ts';
import type { DialTarget } from '../../core/transport/target.ts';
import { placeholdersOf } from '../../core/transport/urlTemplate.ts';
import { chosenItem } from '../chosenItem.ts';
import { hostAndPort } from './connectionAddress.ts';
import type { Connector } from './connector.ts';
import { type RecentAddresses, withoutSecrets } from './recentAddresses.ts';
import type { SecretPrompts } from './secretPrompts.ts';

/** A row of the list: an address that was used before, or the one that is being typed. */
interface AddressItem extends vscode.QuickPickItem {
  readonly address: string;
}

/** Lets a person type an address or choose one of the last. `undefined` when the list was closed. */
export async function pickAddress(recents: RecentAddresses): Promise<string | undefined> {
  const forget: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('close'),
    tooltip: vscode.l10n.t('Remove from the list'),
  };
  const list = vscode.window.createQuickPick<AddressItem>();
  list.title = vscode.l10n.t('Connect to Address');
  list.placeholder = vscode.l10n.t('host, host:port, vnc://host:port, ws://… or wss://…');
  const update = (): void => {
    const typed = list.value.trim();
    const before = recents.all
      .filter((address) => address !== typed)
      .map((address) => ({
        label: address,
        address,
        iconPath: new vscode.ThemeIcon('history'),
        buttons: [forget],
      }));
    list.items = typed === '' ? before : [typedItem(typed), ...before];
  };
  list.onDidChangeValue(update);
  list.onDidTriggerItemButton(({ item }) => void recents.remove(item.address).then(update));
  update();
  const chosen = await chosenItem(list, {
    typed: (text) => (text.trim() === '' ? undefined : typedItem(text.trim())),
    accepts: ({ address }) => problemOf(address) === undefined,
  });
  return chosen?.address;
}

/** Opens a session to an address that is not stored, and notes the address without its secrets. */
export async function connectToAddress(
  address: string,
  parts: {
    readonly connector: Connector;
    readonly recents: RecentAddresses;
    readonly prompts: SecretPrompts;
  },
  signal: AbortSignal,
): Promise<Session> {
  const parsed = parseAddress(address);
  const name = withoutSecrets(address);
  const target: DialTarget =
    parsed.transport === 'websocket'
      ? {
          transport: 'websocket',
          urlTemplate: parsed.url,
          values: await askValues(parsed.url, name, parts.prompts, signal),
          tls: { verify: true },
        }
      : targetOfAddress(parsed);
  const username = parsed.transport === 'tcp' ? parsed.username : undefined;
  const label = parsed.transport === 'tcp' ? hostAndPort(parsed.host, parsed.port) : name;
  const session = await parts.connector.connectTarget(target, label, {
    signal,
    ...(username === undefined ? {} : { credentials: { username } }),
  });
  await parts.recents.note(address);
  return session;
}

/** Values of placeholders that stand in a typed URL: any of them may be a secret. */
async function askValues(
  url: string,
  name: string,
  prompts: SecretPrompts,
  signal: AbortSignal,
): Promise<Record<string, string>> {
  const values: Record<string, string> = {};
  for (const placeholder of placeholdersOf(url)) {
    const question = { connection: name, secret: placeholder.name, rejected: false };
    values[placeholder.name] ??= await prompts.askSecret(question, signal);
  }
  return values;
}

function typedItem(address: string): AddressItem {
  const problem = problemOf(address);
  return {
    label: problem === undefined ? vscode.l10n.t('Connect to {0}', address) : address,
    ...(problem === undefined ? {} : { detail: problem }),
    address,
    alwaysShow: true,
    iconPath: new vscode.ThemeIcon(problem === undefined ? 'plug' : 'warning'),
  };
}

/** What is wrong with an address, for people. */
function problemOf(address: string): string | undefined {
  try {
    parseAddress(address);
    return undefined;
  } catch (error) {
    if (!isVncError(error)) throw error;
    return vscode.l10n.t('Not an address: write host, host:port, vnc://host:port, ws://… or wss://…');
  }
}
