import assert from 'node:assert/strict';
import { parse } from '../../../src/core/script/parser.ts';
import { chooseTarget, missingParams } from '../../../src/vscode/run/scriptChoices.ts';

const [kiosk, till] = [{ name: 'kiosk' }, { name: 'till' }];
const stored = new Map([['kiosk', 'the stored kiosk']]);

function choose(source: string, sessions: { name: string }[], active?: { name: string }) {
  const find = (name: string) => stored.get(name);
  return chooseTarget(parse(source).script, { find, sessions, active });
}

describe('where a script runs', () => {
  it('is the connection that it names, before a session of that name', () => {
    const expected = { kind: 'connection', connection: 'the stored kiosk' };
    assert.deepEqual(choose('use "kiosk"\n', [kiosk, till], till), expected);
  });

  it('is a session that belongs to no stored connection', () => {
    assert.deepEqual(choose('use "till"\n', [kiosk, till], kiosk), { kind: 'session', session: till });
  });

  it('is nowhere when nothing has the name', () => {
    assert.deepEqual(choose('use "shop"\n', [kiosk], kiosk), { kind: 'unknown', name: 'shop' });
  });

  it('is what the active panel shows, else the only session', () => {
    assert.deepEqual(choose('log "a"\n', [kiosk, till], till), { kind: 'session', session: till });
    assert.deepEqual(choose('log "a"\n', [kiosk]), { kind: 'session', session: kiosk });
  });

  it('is asked for when nothing tells', () => {
    assert.deepEqual(choose('log "a"\n', [kiosk, till]), { kind: 'ask' });
    assert.deepEqual(choose('log "a"\n', []), { kind: 'ask' });
  });
});

describe('what a script has to be given', () => {
  it('is what has neither a default nor a value, whatever it is called', () => {
    const { script } = parse(
      'param a: String\nparam b: String = "x"\nparam c: Number\nparam toString: String\nparam constructor: String\n',
    );
    assert.deepEqual(
      missingParams(script, { c: '1', constructor: 'x' }).map(({ name }) => name.name),
      ['a', 'toString'],
    );
  });
});
