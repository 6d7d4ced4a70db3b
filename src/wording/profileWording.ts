import type { ProfileProblem, ProfileProblemCode } from '../core/profile/profileProblem.ts';
import { type Translate, inEnglish } from './translate.ts';

/** What is said of each problem of a stored connection. */
const sentences: { readonly [Code in ProfileProblemCode]: string } = {
  notAnArray: 'The connections must be a list: [ { "name": "…", "host": "…" } ].',
  notAnObject: 'A connection must be an object with a name and a host or a URL.',
  nameMissing: 'The connection needs a name.',
  duplicateName: 'Another connection is named “{name}” already: this one is not used.',
  duplicateId: 'Another connection has this id already. Remove the id here: it gets its own.',
  unknownProperty: 'Connections have no “{property}”.',
  wrongType: 'Here must stand: {expected}.',
  outOfRange: 'The number must be between {least} and {most}.',
  addressMissing: 'The connection needs a host, a URL, a socket or an address to listen on.',
  hostInvalid: '“{host}” is no host name or IP address; the port has its own property.',
  templateInvalid: 'The URL must start with ws:// or wss:// and have placeholders like {example} only.',
  variableInvalid: '“{name}” cannot be the name of a placeholder.',
  variableMissing:
    'The placeholder “{name}” of the URL has no value: add it to “variables” or “secretVariables”.',
  secretInHost: 'The secret “{name}” cannot be part of the host name.',
  headerInvalid: 'The header “{name}” cannot be set, or has a value that cannot be sent.',
  subprotocolInvalid: '“{name}” cannot be a subprotocol, or is there twice.',
  originInvalid: 'The origin must be like https://host:port, or empty to send none.',
  notAChoice: '“{value}” is none of: {choices}.',
  memberMissing: '“{member}” is missing.',
  notTogether: '“{first}” and “{second}” cannot stand in one connection: each says where it leads.',
  pathInvalid:
    '“{path}” must be the whole path of a Unix socket, such as /run/vnc.sock or ~/vnc.sock, or a pipe of this Windows machine.',
  listenInvalid:
    '“{host}” must be an IP address of this machine: 127.0.0.1 for this machine alone, 0.0.0.0 for all networks.',
  repeaterIdInvalid: 'The id of a repeater must be like 1234 or ID:1234.',
  proxyInvalid:
    'The proxy must be like http://host:port, https://host:port or socks5://host:port, or “none”.',
  fingerprintInvalid: 'A fingerprint must be SHA-256: 64 hexadecimal digits, with or without colons.',
  commandInvalid:
    'A command must be a list of texts, the program first and each argument by itself: [ "ssh", "-W", … ]. Placeholders can stand in arguments only.',
  secretInSettings:
    '“{property}” looks like a secret: it is not used from here. Remove it; it is asked for when it is needed, and kept in the secret storage. Name a placeholder for it in “secretVariables”.',
  machineOnly:
    '“{property}” is ignored here: what weakens the checks belongs into this machine’s own settings.',
};

/** Says a problem in one or two sentences. */
export function wordProfileProblem(
  problem: Pick<ProfileProblem, 'code' | 'data'>,
  translate: Translate = inEnglish,
): string {
  const said = translate(sentences[problem.code], { ...problem.data, example: '${name}' });
  const { suggestion } = problem.data;
  return suggestion === undefined
    ? said
    : `${said} ${translate('Did you mean “{suggestion}”?', { suggestion })}`;
}
