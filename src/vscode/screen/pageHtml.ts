import type { InlineFiles } from './inlineFiles.ts';
import type { Localizer } from './localizer.ts';

/** What the document of a page is made of. */
export interface PageFiles {
  /** Where the webview may load files from. */
  readonly cspSource: string;
  /** Random, new for every document. */
  readonly nonce: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** Script and style that stand in the document, instead of being fetched from where they lie. */
  readonly inline?: InlineFiles | undefined;
  readonly language: string;
  readonly l10n: Localizer;
}

/** What is a page's own. */
export interface PageContents {
  readonly title: string;
  /** Attributes of the body, by their names. */
  readonly attributes: Readonly<Record<string, string>>;
  /** The elements of the body, as HTML. */
  readonly body: string;
  /** Whether its pictures may be blobs of its own making. */
  readonly showsBlobs?: boolean;
  /** Where it may open connections: sources of the policy; nowhere by default. */
  readonly connectSources?: readonly string[] | undefined;
}

/** Makes text safe between tags and inside double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A script as it may stand in a document: nothing in it ends its element or begins a comment of HTML. */
function scriptText(script: string): string {
  // In strings and patterns, where alone these can stand, the backslash changes nothing.
  return script.replaceAll(/<(?=\/script|!--)/gi, '<\\');
}

/** A style as it may stand in a document. */
function styleText(style: string): string {
  return style.replaceAll('</', '<\\/');
}

/**
 * The whole document of a page. Its policy lets it run one script and load our own files, and nothing else: no style
 * but ours, no frame, no connection but those that are named.
 */
export function pageHtml(files: PageFiles, contents: PageContents): string {
  const { inline } = files;
  const { showsBlobs = false, connectSources = [] } = contents;
  const source = escapeHtml(files.cspSource);
  const nonce = escapeHtml(files.nonce);
  const policy = [
    `default-src 'none'`,
    `img-src ${source}${showsBlobs ? ' blob:' : ''}`,
    `style-src ${inline === undefined ? source : `'nonce-${nonce}'`}`,
    `font-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    ...(connectSources.length === 0 ? [] : [`connect-src ${connectSources.map(escapeHtml).join(' ')}`]),
  ].join('; ');
  const attributes = Object.entries({
    'data-vscode-context': '{"preventDefaultContextMenuItems":true}',
    ...contents.attributes,
  }).map(([name, text]) => `${name}="${escapeHtml(text)}"`);
  const style =
    inline === undefined
      ? `<link rel="stylesheet" href="${escapeHtml(files.styleUri)}">`
      : `<style nonce="${nonce}">${styleText(inline.style)}</style>`;
  const script =
    inline === undefined
      ? `<script nonce="${nonce}" src="${escapeHtml(files.scriptUri)}"></script>`
      : `<script nonce="${nonce}">${scriptText(inline.script)}</script>`;
  return `<!DOCTYPE html>
<html lang="${escapeHtml(files.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${style}
<title>${escapeHtml(contents.title)}</title>
</head>
<body ${attributes.join(' ')}>
${contents.body}
${script}
</body>
</html>
`;
}
