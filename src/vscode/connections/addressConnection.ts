import * as vscode from 'vscode';
import { isVncError } from '../../core/base/errors.ts';
import type { ImportedConnection } from '../../core/profile/imports/importedConnection.ts';
import { parsePageAddress } from '../../core/profile/imports/consoleAddress.ts';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import { openValuesOf } from '../../core/profile/profileTarget.ts';
import type { Credentials } from '../../core/rfb/credentials.ts';
import type { Session } from '../../core/session/session.ts';
import { parseAddress, targetOfAddress } from '../../core/transport/address.ts';
import type { DialTarget } from '../../core/transport/target.ts';
import { placeholdersOf } from '../../core/transport/urlTemplate.ts';
import { wordError } from '../../wording/errorWording.ts';
import { chosenItem } from '../chosenItem.ts';
import { hostAndPort } from './connectionAddress.ts';
import type { Connector } from './connector.ts';
import { editorProxyOf } from './editorProxy.ts';
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
  list.placeholder = vscode.l10n.t(
    'host, host:port, vnc://host:port, ws://…, wss://… or the page of a console',
  );
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
  const { target, label, recent, ...options } = await placeOf(address, parts.prompts, signal);
  const session = await parts.connector.connectTarget(target, label, { ...options, signal });
  await parts.recents.note(recent);
  return session;
}

/** Where an address leads, and what else it says. */
interface AddressedPlace {
  readonly target: DialTarget;
  readonly label: string;
  /** The address under which it can be found again, without its secrets. */
  readonly recent: string;
  readonly credentials?: Credentials;
  readonly wishes?: Pick<ConnectionProfile, 'viewOnly' | 'quality' | 'compression'>;
}

async function placeOf(
  address: string,
  prompts: SecretPrompts,
  signal: AbortSignal,
): Promise<AddressedPlace> {
  const page = parsePageAddress(address);
  if (page !== undefined) return pagePlace(page);
  const parsed = parseAddress(address);
  const name = withoutSecrets(address);
  switch (parsed.transport) {
    case 'websocket': {
      const values = await askValues(parsed.url, name, prompts, signal);
      return { target: webSocketTarget(parsed.url, values), label: name, recent: address };
    }
    case 'tcp': {
      const { username, viewOnly, quality, compression } = parsed;
      return {
        target: targetOfAddress(parsed),
        label: parsed.name ?? hostAndPort(parsed.host, parsed.port),
        recent: address,
        wishes: { viewOnly, quality, compression },
        ...(username === undefined ? {} : { credentials: { username } }),
      };
    }
    case 'unix':
    case 'listen':
      return { target: targetOfAddress(parsed), label: name, recent: address };
  }
}

/** The WebSocket behind the page of a console. */
function pagePlace({ profile, secrets }: ImportedConnection): AddressedPlace {
  const { url = '', viewOnly } = profile;
  const open = openValuesOf(profile);
  const recent = url.replaceAll(/\$\{(\w+)\}/gu, (whole, name: string) => open[name] ?? whole);
  return {
    target: webSocketTarget(url, { ...open, ...secrets }),
    label: withoutSecrets(recent),
    recent,
    wishes: { viewOnly },
    ...(secrets['password'] === undefined ? {} : { credentials: { password: secrets['password'] } }),
  };
}

/** A WebSocket that is checked, and goes through the proxy of the editor's settings where they name one. */
function webSocketTarget(url: string, values: Readonly<Record<string, string>>): DialTarget {
  const { host, port } = values;
  const proxy = editorProxyOf({ name: '', url, host, port: port === undefined ? undefined : Number(port) });
  return { transport: 'websocket', urlTemplate: url, values, tls: { verify: true }, proxy };
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
    if (parsePageAddress(address) === undefined) parseAddress(address);
    return undefined;
  } catch (error) {
    if (!isVncError(error)) throw error;
    if (error.data['reason'] === 'login') {
      return wordError(error, (template, args) => vscode.l10n.t(template, args)).message;
    }
    return vscode.l10n.t('Not an address: write host, host:port, vnc://host:port, ws://… or wss://…');
  }
}
