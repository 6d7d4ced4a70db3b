import assert from 'node:assert/strict';
import { outermostOrigin } from '../../webview/pageSocket.ts';

describe("the page's direct connection", () => {
  const origin = 'https://page.example';

  it('looks at where the outermost page around it comes from', () => {
    const ancestorOrigins = ['https://frame.example', 'https://editor.example'];
    assert.equal(outermostOrigin({ origin, ancestorOrigins }), 'https://editor.example');
    assert.equal(outermostOrigin({ origin, ancestorOrigins: [] }), origin);
  });

  it('looks at its own origin where the browser tells of no other', () => {
    assert.equal(outermostOrigin({ origin }), origin);
  });
});
