import { type PageFiles, escapeHtml, pageHtml } from './pageHtml.ts';
import { type Tool, toolbarTools } from './tools.ts';

export { toolCommand } from './tools.ts';

/** What the page's document is made of. */
export interface ScreenHtmlOptions extends PageFiles {
  /** The font of the icons, which the page's script fetches. */
  readonly fontUri: string;
  /** Where the page may open its direct carrier: sources of the policy. */
  readonly connectSources?: readonly string[] | undefined;
}

/** The whole document of a remote screen. It may connect to its direct carrier alone; the cursor needs blobs. */
export function screenHtml(options: ScreenHtmlOptions): string {
  const { l10n, connectSources } = options;
  const more = escapeHtml(l10n.t('More Tools'));
  const words = {
    iconFont: options.fontUri,
    releaseHint: l10n.t('{0} releases the keyboard', '{0}'),
    grabHint: l10n.t('Click the screen to use the keyboard there'),
    heldHint: l10n.t('{0} releases keyboard and pointer, Esc the pointer', '{0}'),
    holdHint: l10n.t('Click the screen to use the pointer there · {0} releases the keyboard', '{0}'),
    grabBothHint: l10n.t('Click the screen to use keyboard and pointer there'),
    notHeldHint: l10n.t('At an edge, leave the screen and come in again · {0} releases the keyboard', '{0}'),
    viewOnly: l10n.t('View only'),
    connected: l10n.t('Connected. {0}', '{0}'),
    holdOff: l10n.t('Hold {0} Down', '{0}'),
    holdOnce: l10n.t('{0} is held for the next key or click', '{0}'),
    holdLocked: l10n.t('{0} is held until you press it again', '{0}'),
    actualSize: l10n.t('Actual Size'),
    fit: l10n.t('Zoom to Fit'),
    carrierMessages: l10n.t('messages of the editor'),
    carrierDirect: l10n.t('direct'),
  };
  const attributes = Object.fromEntries(
    Object.entries(words).map(([name, text]) => [attributeName(name), text]),
  );
  const body = `<header id="bar">
<div id="toolbar" role="toolbar" aria-label="${escapeHtml(l10n.t('Remote Screen'))}" aria-controls="screen">
${toolbarTools(l10n).map(toolButton).join('\n')}
<button id="more" type="button" class="tool codicon codicon-ellipsis" title="${more}" aria-label="${more}" aria-haspopup="menu" aria-expanded="false" tabindex="-1" hidden></button>
</div>
<span id="recording" role="timer" hidden><span class="codicon codicon-record" aria-hidden="true"></span><span id="recording-figures"></span></span>
<span id="bell" class="codicon codicon-bell" aria-hidden="true" hidden></span>
<div id="bell-text" class="unseen" role="status" aria-live="polite"></div>
<div id="announcement" class="unseen" role="status" aria-live="polite"></div>
<div id="status"><span id="status-text" role="status" aria-live="polite"></span><span id="status-scale"></span></div>
<div id="hint" role="status" aria-live="polite"></div>
</header>
<div id="banner" role="alert" hidden>
<span id="banner-icon" class="codicon" aria-hidden="true"></span>
<span id="banner-text"></span>
<button id="take-over" type="button">${escapeHtml(l10n.t('Take Over'))}</button>
<button id="resume" type="button">${escapeHtml(l10n.t('Resume'))}</button>
<button id="stop-driver" type="button" class="secondary">${escapeHtml(l10n.t('Stop'))}</button>
</div>
<div id="lost" role="alert" hidden>
<span class="codicon codicon-sync codicon-modifier-spin" aria-hidden="true"></span>
<span id="lost-text"></span>
<span id="lost-countdown" aria-hidden="true"></span>
<button id="reconnect-now" type="button">${escapeHtml(l10n.t('Try Now'))}</button>
<button id="stop-reconnecting" type="button" class="secondary">${escapeHtml(l10n.t('Stop'))}</button>
</div>
<main id="stage">
<div id="viewport"><canvas id="screen" role="img" tabindex="-1" width="1" height="1"></canvas></div>
<textarea id="keys" rows="1" wrap="off" autocomplete="off" autocapitalize="off" autocorrect="off" spellcheck="false" aria-describedby="hint"></textarea>
<dl id="statistics-list" aria-label="${escapeHtml(l10n.t('Statistics'))}" hidden></dl>
<div id="first-hint" role="status" hidden>
<span class="codicon codicon-keyboard" aria-hidden="true"></span>
<span id="first-hint-text"></span>
<button id="first-hint-close" type="button">${escapeHtml(l10n.t('Got It'))}</button>
</div>
<div id="selection" role="application" tabindex="-1" aria-describedby="selection-help" hidden>
<div id="selection-across" class="selection-line"></div>
<div id="selection-down" class="selection-line"></div>
<div id="selection-box"></div>
<div id="selection-help"></div>
<div id="selection-size" role="status" aria-live="polite"></div>
</div>
<section id="overlay" aria-labelledby="overlay-heading" hidden>
<div id="overlay-card">
<span id="overlay-icon" class="codicon" aria-hidden="true"></span>
<h1 id="overlay-heading"></h1>
<p id="overlay-message"></p>
<p id="overlay-detail"></p>
<div id="overlay-actions"></div>
</div>
</section>
</main>`;
  const title = l10n.t('Remote Screen');
  return pageHtml(options, { title, attributes, body, showsBlobs: true, connectSources });
}

/** The button of a tool, as the page's toolbar reads it. */
export function toolButton({
  id,
  icon,
  text,
  label,
  group,
  priority,
  needs,
  toggle,
  hidden,
  menu,
}: Tool): string {
  const attributes: Record<string, string | undefined> = {
    id,
    type: 'button',
    class: text === undefined ? `tool codicon codicon-${icon}` : 'tool text',
    title: label,
    'aria-label': label,
    'data-group': group,
    'data-priority': String(priority),
    'data-needs': needs,
    'aria-pressed': toggle === true ? 'false' : undefined,
    'aria-haspopup': menu === undefined ? undefined : 'menu',
    'aria-expanded': menu === undefined ? undefined : 'false',
    'data-menu': menu === undefined ? undefined : JSON.stringify(menu),
    tabindex: '-1',
    hidden: hidden === true ? '' : undefined,
  };
  const written = Object.entries(attributes).map(([name, value]) =>
    value === undefined ? '' : ` ${name}="${escapeHtml(value)}"`,
  );
  return `<button${written.join('')}>${escapeHtml(text ?? '')}</button>`;
}

/** The data attribute under which the page finds a name of `dataset`. */
function attributeName(name: string): string {
  return `data-${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
