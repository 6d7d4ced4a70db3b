import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  type HostToView,
  type ViewToHost,
  isHostToView,
  isPageState,
  isViewToHost,
  protocolVersion,
} from '../../src/protocol/messages.ts';

const fromPage: readonly ViewToHost[] = [
  { type: 'ready', version: protocolVersion },
  { type: 'painted', sequence: 0 },
  { type: 'badFrame', reason: 'frame ends too early' },
  { type: 'key', code: 'KeyA', key: 'a', location: 0, down: true },
  { type: 'pointer', x: 0, y: 65535, buttons: 31 },
  { type: 'wheel', x: 1, y: 2, right: -1, down: 100 },
  { type: 'releaseAll' },
  { type: 'grabbed', grabbed: true },
  { type: 'command', command: 'takeOver' },
  { type: 'copied', id: 1 },
  { type: 'copied', id: 1, error: 'NotAllowedError' },
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
];

describe('the guard for messages from the page', () => {
  for (const message of fromPage) {
    it(`takes ${JSON.stringify(message)}`, () => assert.equal(isViewToHost(message), true));
  }

  it('takes no message without one of its fields', () => {
    for (const message of fromPage) {
      for (const field of Object.keys(message).filter((name) => name !== 'error')) {
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
    { type: 'wheel', x: 0, y: 0, right: 0, down: 101 },
    { type: 'command', command: 'constructor' },
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
      { ...stored, zoom: 2 },
      { ...stored, name: 1 },
      {},
      null,
      'fit',
    ]) {
      assert.equal(isPageState(value), false);
    }
  });
});
