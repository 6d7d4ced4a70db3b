import assert from 'node:assert/strict';
import { escapeHtml } from '../../src/vscode/screen/pageHtml.ts';
import { screenHtml } from '../../src/vscode/screen/screenHtml.ts';
import { plainWords } from './support/plainWords.ts';

const options = {
  cspSource: 'https://*.vscode-cdn.net',
  nonce: 'abc123',
  scriptUri: '',
  styleUri: '',
  inline: { script: 'start();', style: 'body { margin: 0; }' },
  fontUri: 'https://file/codicon.ttf',
  language: 'en',
  l10n: plainWords,
};

describe('the document of the screen', () => {
  it('names nothing twice: the page finds what it needs by its id', () => {
    const ids = [...screenHtml(options).matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    assert.ok(ids.length > 20);
    assert.deepEqual(
      ids.filter((id, i) => ids.indexOf(id) !== i),
      [],
    );
  });

  it('allows one script and one style by their nonce, own files, blobs as pictures, and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(screenHtml(options))?.[1];
    assert.deepEqual(policy?.split('; '), [
      `default-src 'none'`,
      'img-src https://*.vscode-cdn.net blob:',
      `style-src 'nonce-abc123'`,
      'font-src https://*.vscode-cdn.net',
      `script-src 'nonce-abc123'`,
    ]);
  });

  it('allows connections to the direct carrier of the panel and to nowhere else', () => {
    const html = screenHtml({ ...options, connectSources: ['ws://127.0.0.1:1234', 'wss://far.example.com'] });
    assert.match(html, /; connect-src ws:\/\/127\.0\.0\.1:1234 wss:\/\/far\.example\.com">/);
  });

  it('has its script and its style in it, and no other style or handler', () => {
    const html = screenHtml(options);
    assert.equal([...html.matchAll(/<script|<style/g)].length, 2);
    assert.ok(html.includes('<script nonce="abc123">start();</script>'));
    assert.ok(html.includes('<style nonce="abc123">body { margin: 0; }</style>'));
    assert.ok(html.includes('data-icon-font="https://file/codicon.ttf"'));
    assert.doesNotMatch(html, /\sstyle=|\son[a-z]+=/);
  });

  it('lets nothing in script or style end its element', () => {
    const script = `text = '</script><!-- </SCRIPT>';`;
    const style = `a::before { content: '</style>'; }`;
    const html = screenHtml({ ...options, inline: { script, style } });
    assert.ok(html.includes(`text = '<\\/script><\\!-- <\\/SCRIPT>';</script>`));
    assert.ok(html.includes(`content: '<\\/style>'; }</style>`));
    assert.equal([...html.matchAll(/<\/script|<\/style|<!--/gi)].length, 2);
  });

  it('escapes everything that it is given', () => {
    const evil = `"><img src=x onerror=alert(1)>'&`;
    const html = screenHtml({
      cspSource: evil,
      nonce: evil,
      scriptUri: evil,
      styleUri: evil,
      inline: { script: '', style: '' },
      fontUri: evil,
      language: evil,
      l10n: { t: () => evil },
    });
    assert.ok(!html.includes('<img'));
    assert.ok(html.includes(escapeHtml(evil)));
    assert.equal(escapeHtml(evil), '&quot;&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&amp;');
  });

  it('has a text field beside the picture that the Tab key reaches, and names every tool', () => {
    const html = screenHtml(options);
    assert.match(html, /<canvas id="screen" role="img" tabindex="-1"/);
    assert.match(html, /<textarea id="keys" (?!.*tabindex)/);
    for (const [button] of html.matchAll(/<button [^>]*class="tool[^>]*>/g)) {
      assert.match(button, /aria-label="[^"]+"/);
    }
  });
});
