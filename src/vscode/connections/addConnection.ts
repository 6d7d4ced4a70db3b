import * as vscode from 'vscode';
import type { ConnectionProfile } from '../../core/profile/profile.ts';
import { placeholdersOf } from '../../core/transport/urlTemplate.ts';
import { type PresetId, connectionPresets, freeName, variablesOf } from './connectionPresets.ts';
import { checkHost, checkName, checkPort, checkTemplate } from './fieldChecks.ts';
import { type Choice, type Step, askChoice, askText, back, runWizard } from './wizard.ts';

/** What the flow has been told. */
interface Draft {
  readonly preset: PresetId | undefined;
  readonly url: string | undefined;
  readonly variables: Readonly<Record<string, string>>;
  readonly host: string;
  readonly port: string;
  readonly name: string;
  readonly password: string;
}

/** A new connection, with its password when one was given. */
export interface NewConnection {
  readonly profile: ConnectionProfile;
  readonly password: string | undefined;
}

/**
 * Asks for a new connection, step by step.
 *
 * @param taken names that other connections have.
 * @returns `undefined` when the flow was closed.
 */
export async function askNewConnection(taken: readonly string[]): Promise<NewConnection | undefined> {
  const start: Draft = {
    preset: undefined,
    url: undefined,
    variables: {},
    host: '',
    port: '',
    name: '',
    password: '',
  };
  const draft = await runWizard(vscode.l10n.t('Add Connection'), start, (state) => stepsFor(state, taken));
  if (draft === undefined) return undefined;
  return { profile: profileOf(draft), password: draft.password === '' ? undefined : draft.password };
}

/** The profile that a draft describes. */
function profileOf(draft: Draft): ConnectionProfile {
  const name = draft.name.trim();
  const uses = new Set(placeholderNames(draft.url));
  const host = draft.url === undefined || uses.has('host') ? draft.host.trim() : undefined;
  const port = draft.url === undefined || uses.has('port') ? Number(draft.port) : undefined;
  const wanted = variableNames(draft.url);
  const variables = Object.fromEntries(
    Object.entries(draft.variables).filter(([key]) => wanted.includes(key)),
  );
  return {
    name,
    host,
    port,
    url: draft.url,
    ...(draft.preset === undefined ? {} : connectionPresets[draft.preset].fields),
    ...(wanted.length === 0 ? {} : { variables }),
  };
}

function placeholderNames(url: string | undefined): readonly string[] {
  return url === undefined ? [] : placeholdersOf(url).map(({ name }) => name);
}

function variableNames(url: string | undefined): readonly string[] {
  return url === undefined ? [] : variablesOf(placeholdersOf(url));
}

function stepsFor(draft: Draft, taken: readonly string[]): readonly Step<Draft>[] {
  const steps: Step<Draft>[] = [askKind];
  if (draft.preset === 'custom' || draft.preset === 'websockify') steps.push(askTemplate);
  const uses = placeholderNames(draft.url);
  if (draft.url === undefined || uses.includes('host')) steps.push(askHost);
  if (draft.url === undefined || uses.includes('port')) steps.push(askPort);
  for (const variable of variableNames(draft.url)) steps.push(askVariable(variable));
  steps.push(askName(taken), askPassword);
  return steps;
}

const askKind: Step<Draft> = async (frame, draft) => {
  const choices: Choice<PresetId>[] = [
    {
      value: 'tcp',
      label: vscode.l10n.t('VNC server'),
      description: 'TCP',
      detail: vscode.l10n.t('TigerVNC, x11vnc, QEMU, a KVM switch, macOS … usually on port 5900'),
      iconPath: new vscode.ThemeIcon('vm'),
    },
    {
      value: 'websockify',
      label: 'noVNC / websockify',
      description: 'WebSocket',
      detail: connectionPresets.websockify.url ?? '',
      iconPath: new vscode.ThemeIcon('globe'),
    },
    {
      value: 'proxmox',
      label: 'Proxmox VE',
      description: vscode.l10n.t('WebSocket with a ticket'),
      detail: vscode.l10n.t('A virtual machine by node, id and the ticket of its VNC proxy'),
      iconPath: new vscode.ThemeIcon('server-environment'),
    },
    {
      value: 'custom',
      label: vscode.l10n.t('Another WebSocket address'),
      description: 'WebSocket',
      detail: vscode.l10n.t('An address with placeholders of your own'),
      iconPath: new vscode.ThemeIcon('link'),
    },
  ];
  const question = {
    placeholder: vscode.l10n.t('What do you want to connect to?'),
    choices,
    ...(draft.preset === undefined ? {} : { active: draft.preset }),
  };
  const preset = await askChoice(frame, question);
  if (preset === undefined || preset === back) return preset;
  if (preset === draft.preset) return draft;
  const { url, port } = connectionPresets[preset];
  return { ...draft, preset, url, port: String(port) };
};

const askTemplate: Step<Draft> = async (frame, draft) => {
  const url = await askText(frame, {
    prompt: vscode.l10n.t(
      'WebSocket address. It may hold placeholders: {0}, and names of your own. Tickets and passwords are asked for and never stored in settings.',
      '${host}, ${port}, ${ticket}, ${password}',
    ),
    value: draft.url ?? '',
    check: checkTemplate,
  });
  return typeof url === 'string' ? { ...draft, url: url.trim() } : url;
};

const askHost: Step<Draft> = async (frame, draft) => {
  const host = await askText(frame, {
    prompt: vscode.l10n.t('Host name or address'),
    placeholder: vscode.l10n.t('For example {0}', 'kiosk-3.example.com, 192.168.1.20, ::1'),
    value: draft.host,
    check: checkHost,
  });
  return typeof host === 'string' ? { ...draft, host: host.trim() } : host;
};

const askPort: Step<Draft> = async (frame, draft) => {
  const port = await askText(frame, {
    prompt: vscode.l10n.t('Port'),
    value: draft.port,
    check: checkPort,
  });
  return typeof port === 'string' ? { ...draft, port: port.trim() } : port;
};

function askVariable(name: string): Step<Draft> {
  return async (frame, draft) => {
    const value = await askText(frame, {
      prompt: vscode.l10n.t('Value of {0} in the address', `\${${name}}`),
      value: draft.variables[name] ?? '',
      check: (text) => (text.trim() === '' ? vscode.l10n.t('Enter a value.') : undefined),
    });
    return typeof value === 'string'
      ? { ...draft, variables: { ...draft.variables, [name]: value.trim() } }
      : value;
  };
}

function askName(taken: readonly string[]): Step<Draft> {
  return async (frame, draft) => {
    const proposed = draft.port === '5900' || draft.host === '' ? draft.host : `${draft.host}:${draft.port}`;
    const name = await askText(frame, {
      prompt: vscode.l10n.t('Name of the connection, as you and your scripts call it'),
      value: draft.name === '' ? freeName(proposed, taken) : draft.name,
      check: (text) => checkName(text, taken),
    });
    return typeof name === 'string' ? { ...draft, name } : name;
  };
}

const askPassword: Step<Draft> = async (frame, draft) => {
  const password = await askText(frame, {
    prompt: vscode.l10n.t('Password. Leave it empty to be asked when the server wants one.'),
    value: draft.password,
    password: true,
  });
  return typeof password === 'string' ? { ...draft, password } : password;
};
