import * as vscode from 'vscode';
import { type ConnectionProfile, defaultTimeoutSeconds } from '../../core/profile/profile.ts';
import { placeholdersOf } from '../../core/transport/urlTemplate.ts';
import { variablesOf } from './connectionPresets.ts';
import { checkHost, checkName, checkPort, checkTemplate, checkTimeout } from './fieldChecks.ts';

/** A property of a connection as the edit list shows and changes it. */
export type EditableField = TextField | SwitchField;

interface FieldBase {
  readonly label: string;
  /** The value for people. */
  readonly show: (profile: ConnectionProfile) => string;
}

interface TextField extends FieldBase {
  readonly kind: 'text';
  readonly prompt: string;
  /** Whether an empty text takes the property away. */
  readonly optional: boolean;
  readonly read: (profile: ConnectionProfile) => string;
  /** What is wrong with a text; `taken` are the names of the other connections. */
  readonly check?: (text: string, taken: readonly string[]) => string | undefined;
  readonly write: (text: string, profile: ConnectionProfile) => Partial<ConnectionProfile>;
}

interface SwitchField extends FieldBase {
  readonly kind: 'switch';
  readonly toggle: (profile: ConnectionProfile) => Partial<ConnectionProfile>;
}

/** The properties that a connection of this kind has. */
export function editableFields(profile: ConnectionProfile): readonly EditableField[] {
  const web = profile.url !== undefined;
  return [
    text({
      label: vscode.l10n.t('Name'),
      prompt: vscode.l10n.t('Name of the connection, as you and your scripts call it'),
      optional: false,
      read: ({ name }) => name,
      check: checkName,
      write: (name) => ({ name }),
    }),
    ...(web ? [urlField()] : []),
    text({
      label: vscode.l10n.t('Host'),
      prompt: vscode.l10n.t('Host name or address'),
      optional: web,
      read: ({ host }) => host ?? '',
      check: checkHost,
      write: (host) => ({ host: host === '' ? undefined : host }),
    }),
    text({
      label: vscode.l10n.t('Port'),
      prompt: vscode.l10n.t('Port'),
      optional: true,
      read: ({ port }) => (port === undefined ? '' : String(port)),
      ...(web ? {} : { empty: '5900' }),
      check: checkPort,
      write: (port) => ({ port: port === '' ? undefined : Number(port) }),
    }),
    ...variableFields(profile),
    ...(web ? webFields() : []),
    text({
      label: vscode.l10n.t('User name'),
      prompt: vscode.l10n.t('User name, for servers that want one'),
      optional: true,
      read: ({ username }) => username ?? '',
      write: (username) => ({ username: username === '' ? undefined : username }),
    }),
    {
      kind: 'switch',
      label: vscode.l10n.t('View only'),
      show: ({ viewOnly }) => (viewOnly === true ? vscode.l10n.t('yes') : vscode.l10n.t('no')),
      toggle: ({ viewOnly }) => ({ viewOnly: viewOnly === true ? undefined : true }),
    },
    text({
      label: vscode.l10n.t('Timeout'),
      prompt: vscode.l10n.t('Seconds from dialling to the first picture'),
      optional: true,
      read: ({ timeout }) => (timeout === undefined ? '' : String(timeout)),
      empty: String(defaultTimeoutSeconds),
      check: checkTimeout,
      write: (timeout) => ({ timeout: timeout === '' ? undefined : Number(timeout) }),
    }),
    text({
      label: vscode.l10n.t('Tags'),
      prompt: vscode.l10n.t('Tags, separated by commas'),
      optional: true,
      read: ({ tags }) => (tags ?? []).join(', '),
      write: (tags) => ({ tags: list(tags) }),
    }),
  ];
}

function urlField(): TextField {
  return text({
    label: vscode.l10n.t('WebSocket address'),
    prompt: vscode.l10n.t('WebSocket address with its placeholders'),
    optional: false,
    read: ({ url }) => url ?? '',
    check: checkTemplate,
    write: (url) => ({ url }),
  });
}

/** One for each placeholder of the template that is no secret. */
function variableFields(profile: ConnectionProfile): readonly TextField[] {
  const secret = new Set(profile.secretVariables);
  return templateVariables(profile.url)
    .filter((name) => !secret.has(name))
    .map((name) =>
      text({
        label: `\${${name}}`,
        prompt: vscode.l10n.t('Value of {0} in the address', `\${${name}}`),
        optional: true,
        read: ({ variables }) => variables?.[name] ?? '',
        write: (value, { variables }) => {
          const others = Object.entries(variables ?? {}).filter(([key]) => key !== name);
          const entries = value === '' ? others : [...others, [name, value] as const];
          return { variables: entries.length === 0 ? undefined : Object.fromEntries(entries) };
        },
      }),
    );
}

function templateVariables(url: string | undefined): readonly string[] {
  // A template that cannot be read is repaired in its own row.
  return url === undefined || checkTemplate(url) !== undefined ? [] : variablesOf(placeholdersOf(url));
}

function webFields(): readonly TextField[] {
  return [
    text({
      label: vscode.l10n.t('Secret placeholders'),
      prompt: vscode.l10n.t('Placeholders whose values are secrets, separated by commas'),
      optional: true,
      read: ({ secretVariables }) => (secretVariables ?? []).join(', '),
      write: (names) => ({ secretVariables: list(names) }),
    }),
    text({
      label: vscode.l10n.t('Certificate'),
      prompt: vscode.l10n.t('Path of a PEM file: a custom authority or the own certificate of the server'),
      optional: true,
      read: ({ certificate }) => certificate ?? '',
      write: (certificate) => ({ certificate: certificate === '' ? undefined : certificate }),
    }),
    text({
      label: vscode.l10n.t('Subprotocols'),
      prompt: vscode.l10n.t('WebSocket subprotocols to offer, separated by commas'),
      optional: true,
      read: ({ subprotocols }) => (subprotocols ?? []).join(', '),
      write: (names) => ({ subprotocols: list(names) }),
    }),
    text({
      label: vscode.l10n.t('Origin'),
      prompt: vscode.l10n.t('The Origin header; by default the origin of the address'),
      optional: true,
      read: ({ origin }) => origin ?? '',
      write: (origin) => ({ origin: origin === '' ? undefined : origin }),
    }),
  ];
}

function text(field: Omit<TextField, 'kind' | 'show'> & { readonly empty?: string }): TextField {
  const { empty, ...rest } = field;
  return {
    ...rest,
    kind: 'text',
    show: (profile) => {
      const value = field.read(profile);
      if (value !== '') return value.replaceAll(/\s+/gu, ' ').slice(0, 100);
      return empty === undefined ? '—' : vscode.l10n.t('{0} (default)', empty);
    },
  };
}

function list(text: string): readonly string[] | undefined {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  return items.length === 0 ? undefined : items;
}
