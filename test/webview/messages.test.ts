import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isHostToView, isPageState, isViewToHost } from '../../src/protocol/messageGuards.ts';
import { type HostToView, type ViewToHost, protocolVersion } from '../../src/protocol/messages.ts';

const fromPage: readonly ViewToHost[] = [
  { type: 'ready', version: protocolVersion },
  { type: 'painted', sequence: 0 },
  { type: 'badFrame', reason: 'frame ends too early' },
  { type: 'key', code: 'KeyA', key: 'a', location: 0, down: true },
  { type: 'key', code: 'KeyA', key: 'A', location: 0, down: true, locks: { caps: true } },
  { type: 'pointer', x: 0, y: 65535, buttons: 31 },
  { type: 'wheel', x: 1, y: 2, right: -1, down: 100 },
  { type: 'movement', dx: -32767, dy: 32767, buttons: 31 },
  { type: 'releaseAll' },
  { type: 'grabbed', grabbed: true },
  { type: 'command', command: 'takeOver' },
  { type: 'copied', id: 1 },
  { type: 'copied', id: 1, error: 'NotAllowedError' },
  { type: 'useTool', tool: 'paste' },
  { type: 'viewOnly', on: true },
  { type: 'wantStatistics', wanted: false },
  { type: 'hintSeen' },
  { type: 'selected', id: 1 },
  { type: 'selected', id: 1, area: { x: 0, y: 0, width: 1, height: 65535 } },
  { type: 'useTool', tool: 'keys', row: 'Ctrl+Alt+Delete' },
  {
    type: 'carried',
    mark: { link: 4294967295, number: 1, ack: 0 },
    message: { type: 'painted', sequence: 1 },
  },
  { type: 'directLost', link: 1 },
  { type: 'ack', link: 1, ack: 16 },
  { type: 'probed', id: 1 },
];

const toPage: readonly HostToView[] = [
  { type: 'hello' },
  { type: 'setup', version: 1, keyboard: { releaseChord: 'Ctrl+Alt+Shift', passThrough: ['F1'] } },
  {
    type: 'state',
    state: {
      phase: 'closed',
      viewOnly: false,
      label: 'Remote screen',
      status: '10 × 10',
      banner: { paused: true, text: 'smoke.vncscript is paused' },
      overlay: {
        icon: 'disconnected',
        heading: 'Disconnected',
        message: 'gone',
        detail: '',
        actions: [{ command: 'reconnect', label: 'Reconnect' }],
      },
      keep: { name: 'web', address: '127.0.0.1:5900' },
    },
  },
  { type: 'frame', data: new Uint8Array(4) },
  { type: 'cursor' },
  { type: 'cursor', cursor: { width: 1, height: 1, hotspotX: 0, hotspotY: 0, pixels: new Uint8Array(4) } },
  { type: 'zoom', zoom: 'toggle' },
  { type: 'focus', grab: false },
  { type: 'copy', id: 3, png: new Uint8Array(1) },
  { type: 'pressTool', tool: 'statistics' },
  { type: 'statistics', lines: [{ label: 'Painted', value: '{0} /s', fill: 'painted' }] },
  { type: 'bell', text: 'Bell of web-01', sound: false },
  { type: 'firstHint', text: 'Press {0}' },
  { type: 'select', id: 1, what: 'region', text: 'Drag a region' },
  { type: 'endSelection', id: 1 },
  {
    type: 'tool',
    tool: 'screens',
    change: {
      pressed: true,
      enabled: false,
      hidden: false,
      icon: 'check',
      label: 'Screens',
      rows: [
        { id: 'all', label: 'All', checked: true, radio: true, hint: 'Ctrl+0' },
        { separator: true },
        { id: 'more', label: 'More', rows: [{ id: 'one', label: 'One', disabled: true }] },
      ],
    },
  },
  { type: 'frame', data: new Uint8Array(4), mark: { link: 1, number: 1, ack: 0 } },
  { type: 'direct', link: 1, address: 'ws://127.0.0.1:1/', token: 'token', proof: 'proof' },
  { type: 'directLost', link: 1 },
  { type: 'ack', link: 1, ack: 16 },
  { type: 'probe', id: 1, data: new Uint8Array(0) },
];

describe('the guard for messages from the page', () => {
  for (const message of fromPage) {
    it(`takes ${JSON.stringify(message)}`, () => assert.equal(isViewToHost(message), true));
  }

  it('takes no message without one of its fields', () => {
    for (const message of fromPage) {
      for (const field of Object.keys(message).filter(
        (name) => !['error', 'locks', 'row', 'area'].includes(name),
      )) {
        const rest: Record<string, unknown> = { ...message };
        delete rest[field];
        assert.equal(isViewToHost(rest), false, `${message.type} without ${field}`);
      }
    }
  });

  it('takes no field of another type', () => {
    for (const message of fromPage) {
      for (const field of Object.keys(message)) {
        for (const value of [null, {}, [], Number.NaN, -1.5, 'x'.repeat(2000), 1e300]) {
          assert.equal(
            isViewToHost({ ...message, [field]: value }),
            false,
            `${message.type}.${field}=${inspect(value)}`,
          );
        }
      }
    }
  });

  const refused: readonly unknown[] = [
    undefined,
    null,
    'ready',
    7,
    [],
    { type: 'frame', data: new Uint8Array(1) },
    { type: 'pointer', x: 65536, y: 0, buttons: 0 },
    { type: 'pointer', x: 0, y: 0, buttons: 32 },
    { type: 'key', code: 'x'.repeat(65), key: 'a', location: 0, down: true },
    { type: 'key', code: 'KeyA', key: 'a', location: 4, down: true },
    { type: 'key', code: 'KeyA', key: 'a', location: 0, down: true, locks: { num: 1 } },
    { type: 'key', code: 'KeyA', key: 'a', location: 0, down: true, locks: null },
    { type: 'wheel', x: 0, y: 0, right: 0, down: 101 },
    { type: 'command', command: 'constructor' },
    {
      type: 'carried',
      mark: { link: 1, number: 1, ack: 0 },
      message: { type: 'command', command: 'takeOver' },
    },
    { type: 'carried', mark: { link: 1, number: 1 }, message: { type: 'releaseAll' } },
    { type: 'toString' },
  ];
  for (const value of refused) {
    it(`refuses ${inspect(value, { breakLength: Infinity })}`, () =>
      assert.equal(isViewToHost(value), false));
  }
});

describe('the guard for messages from the host', () => {
  for (const message of toPage) {
    it(`takes a ${message.type}`, () => assert.equal(isHostToView(message), true));
  }

  const plainState = { viewOnly: false, label: '', status: '', keep: { name: 'a', address: 'b' } };
  const refused: readonly unknown[] = [
    undefined,
    null,
    { type: 'ready', version: 1 },
    { type: 'frame', data: { type: 'Buffer', data: [1] } },
    { type: 'frame', data: [1, 2] },
    { type: 'cursor', cursor: { width: 2, height: 1, hotspotX: 0, hotspotY: 0, pixels: new Uint8Array(4) } },
    { type: 'cursor', cursor: null },
    { type: 'zoom', zoom: 'huge' },
    { type: 'setup', version: 1, keyboard: { releaseChord: 'F1', passThrough: [1] } },
    { type: 'setup', version: 1, keyboard: null },
    { type: 'state', state: { phase: 'open' } },
    { type: 'state', state: { ...plainState, phase: 'lost', lost: { countdown: { text: '', seconds: 1 } } } },
    {
      type: 'state',
      state: { ...plainState, phase: 'lost', lost: { text: '', countdown: { seconds: -1 } } },
    },
    { type: 'focus', grab: 'yes' },
    { type: 'copy', id: 1, png: 'iVBOR' },
  ];
  for (const value of refused) {
    it(`refuses ${inspect(value, { breakLength: Infinity })}`, () =>
      assert.equal(isHostToView(value), false));
  }

  it('refuses a state whose overlay asks for what is no command', () => {
    const state = toPage.find((message) => message.type === 'state');
    assert.ok(state !== undefined);
    const overlay = { ...state.state.overlay, actions: [{ command: 'format', label: 'Format' }] };
    assert.equal(isHostToView({ type: 'state', state: { ...state.state, overlay } }), false);
  });
});

describe('the guard for what a page has stored', () => {
  const stored = { version: protocolVersion, name: 'web', address: 'a:1', zoom: 'fit' };

  it('takes it with and without a connection', () => {
    assert.equal(isPageState(stored), true);
    assert.equal(isPageState({ ...stored, connection: 'id' }), true);
  });

  it('refuses that of another version, and what is none', () => {
    for (const value of [
      { ...stored, version: 0 },
      { ...stored, zoom: 0 },
      { ...stored, zoom: NaN },
      { ...stored, zoom: 'large' },
      { ...stored, name: 1 },
      {},
      null,
      'fit',
    ]) {
      assert.equal(isPageState(value), false);
    }
  });
});
