import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/projectRoot.ts';
import {
  commandId,
  commandNames,
  connectionsViewId,
  screenViewType,
  wallViewType,
} from '../../src/vscode/contributions.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** An entry of a menu or of the key bindings. */
interface Place {
  readonly command: string;
  readonly when: string;
  readonly group: string;
}

/** What these tests read of the manifest. */
interface Manifest {
  readonly icon: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: {
      readonly supported: string;
      readonly description: string;
      readonly restrictedConfigurations: readonly string[];
    };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly category: string;
      readonly title: string;
    }[];
    readonly menus: Readonly<Record<string, readonly Place[]>>;
    readonly keybindings: readonly Place[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: Json;
    readonly walkthroughs: readonly {
      readonly steps: readonly {
        readonly description: string;
        readonly media: { readonly svg?: string; readonly altText?: string };
        readonly completionEvents?: readonly string[];
      }[];
    }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          { readonly markdownDescription: string; readonly scope: string; readonly items?: Json }
        >
      >;
    };
  };
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8'));
}

const manifest = read('package.json') as Manifest;
const nls = read('package.nls.json') as Record<string, string>;
const { contributes } = manifest;
const settings = contributes.configuration.properties;

/** Every TypeScript file of the upper floor, as one text. */
const sources = readdirSync(path.join(projectRoot, 'src/vscode'), { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(projectRoot, 'src/vscode', name), 'utf8'))
  .join('\n');

/** All texts in a value, at whatever depth. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** `value` with its `%keys%` replaced by what they say. */
function localized(value: Json): Json {
  if (typeof value === 'string') {
    const key = /^%(.+)%$/.exec(value)?.[1];
    return key === undefined ? value : (nls[key] ?? value);
  }
  if (Array.isArray(value)) return value.map(localized);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, localized(one)]));
}

describe('the manifest', () => {
  it('declares the commands that the code knows, and no others', () => {
    const declared = contributes.commands.map(({ command }) => command);
    assert.deepEqual([...declared].sort(), commandNames.map(commandId).sort());
    assert.equal(new Set(declared).size, declared.length);
  });

  it('puts every command into the category VNC, with a title of its own', () => {
    const titles = contributes.commands.map(({ title }) => localized(title));
    assert.deepEqual(
      contributes.commands.filter(({ category }) => category !== 'VNC'),
      [],
    );
    assert.equal(new Set(titles).size, titles.length);
  });

  it('names only declared commands in menus, key bindings and welcome texts', () => {
    const inMenus = Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command);
    const inKeys = contributes.keybindings.map(({ command }) => command);
    const inTexts = [
      ...Object.values(nls)
        .join('\n')
        .matchAll(/\(command:([\w.]+)/g),
    ].map(([, command = '']) => command);
    const known = new Set(commandNames.map(commandId));
    assert.deepEqual(
      [...inMenus, ...inKeys, ...inTexts].filter((command) => !known.has(command)),
      [],
    );
    assert.ok(inTexts.length > 0);
  });

  it('binds at most two keys, each only where it is meant', () => {
    assert.ok(contributes.keybindings.length <= 2);
    for (const { when } of contributes.keybindings) assert.match(when, /vncscript|vncAgentBridge/);
  });

  it('has a text for every key, and a use for every text', () => {
    const used = textsIn(manifest).flatMap((text) => /^%(.+)%$/.exec(text)?.[1] ?? []);
    assert.deepEqual([...new Set(used)].sort(), Object.keys(nls).sort());
  });

  it('asks in its conditions only for keys that the code sets', () => {
    const { menus, commands, viewsWelcome, keybindings } = contributes;
    const conditions = textsIn([menus, commands, viewsWelcome, keybindings]);
    const asked = new Set(
      conditions.flatMap((text) =>
        [...text.matchAll(/(?<![\w.'])vncAgentBridge\.(\w+)/g)].map(([, name = '']) => name),
      ),
    );
    for (const name of commandNames) asked.delete(name);
    for (const id of [connectionsViewId, screenViewType]) asked.delete(id.split('.')[1] ?? '');
    const set = [...sources.matchAll(/setContextKey\(\s*'(\w+)'/g)].map(([, name = '']) => name);
    assert.deepEqual(
      [...asked].filter((name) => !set.includes(name)),
      [],
    );
  });

  it('declares every setting that the code reads, with a description and a scope', () => {
    for (const [name, setting] of Object.entries(settings)) {
      assert.match(name, /^vncAgentBridge\./);
      assert.ok(localized(setting.markdownDescription), name);
      assert.ok(['window', 'resource', 'machine', 'machine-overridable'].includes(setting.scope), name);
      const last = name.slice('vncAgentBridge.'.length).split('.').at(-1) ?? '';
      assert.ok(new RegExp(`\\b${last}\\b`).test(sources), `${name} is read somewhere`);
    }
  });

  it('keeps what weakens the checks out of workspaces', () => {
    assert.equal(settings['vncAgentBridge.machineOptions']?.scope, 'machine');
    const { untrustedWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.ok(localized(untrustedWorkspaces.description));
    assert.ok(untrustedWorkspaces.restrictedConfigurations.includes('vncAgentBridge.connections'));
  });

  it('describes connections as the schema beside their reader does', () => {
    const schema = read('src/core/profile/connections.schema.json') as { items: Json };
    assert.deepEqual(localized(settings['vncAgentBridge.connections']?.items ?? null), schema.items);
  });

  it('activates for what the editor does not derive only', () => {
    const types = [screenViewType, wallViewType];
    assert.deepEqual(
      manifest.activationEvents,
      types.map((type) => `onWebviewPanel:${type}`),
    );
  });

  it('shows the view that the code fills', () => {
    const views = Object.values(contributes.views).flat();
    assert.deepEqual(
      views.map(({ id }) => id),
      [connectionsViewId],
    );
  });

  it('puts one icon at most on the title of a remote screen', () => {
    const actions = contributes.menus['editor/title']?.filter(
      ({ when, group }) => when.includes(screenViewType) && group.startsWith('navigation'),
    );
    assert.equal(actions?.length, 1);
  });

  it('refers to files that are there', () => {
    const files = textsIn([manifest.icon, contributes]).filter((text) => /^\.?\/?media\//.test(text));
    assert.ok(files.length >= 2);
    for (const file of files) assert.ok(existsSync(path.join(projectRoot, file)), file);
  });

  it('walks newcomers through four steps at most, in the colours of their theme', () => {
    const [walkthrough, ...others] = contributes.walkthroughs;
    assert.deepEqual(others, []);
    const { steps = [] } = walkthrough ?? {};
    assert.ok(steps.length >= 3 && steps.length <= 4);
    const events = steps.flatMap(({ completionEvents }) => completionEvents ?? []);
    const known = new Set(commandNames.map((name) => `onCommand:${commandId(name)}`));
    assert.deepEqual(
      events.filter((event) => !known.has(event)),
      [],
    );
    for (const { description, media } of steps) {
      assert.ok(localized(description));
      if (media.svg === undefined) continue;
      assert.ok(localized(media.altText ?? ''));
      const picture = readFileSync(path.join(projectRoot, media.svg), 'utf8');
      assert.doesNotMatch(picture, /#[0-9a-f]{3,8}\b|rgb\(|<script|href/i, media.svg);
      assert.match(picture, /var\(--vscode-/);
      assert.ok(picture.length < 2000);
    }
  });

  it('has an icon that the marketplace takes', () => {
    const png = readFileSync(path.join(projectRoot, manifest.icon));
    assert.equal(png.readUInt32BE(16), 128);
    assert.equal(png.readUInt32BE(20), 128);
  });
});
