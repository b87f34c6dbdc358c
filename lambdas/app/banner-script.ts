import type { HttpResponse } from '../kernel/http.ts';
import { sha256 } from '../kernel/ids.ts';

/**
 * The drop-in script as a browser gets it: plain JavaScript, no library, nothing of Stripe's, no secret. Texts go in as
 * text, never as HTML; a link counts only when it leads to where this script came from. Styles go in by CSSOM, which a
 * strict Content-Security-Policy allows, at no specificity, so that a rule of your own wins.
 */
export const bannerScript = `(() => {
  const me = document.currentScript;
  const base = new URL(me.src).origin;
  const { token, tokenUrl } = me.dataset;
  let box, shown, asked = -1e9;

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(\`:where(.holdfast-banner){color-scheme:light dark;font:inherit;padding:.75rem 1rem;border-inline-start:.3rem solid;
background:light-dark(#fff6e0,#33280e);color:light-dark(#3a2c00,#ffeab8)}:where(.holdfast-banner a){color:inherit;font-weight:600;margin-inline-start:.6em}
:where(.holdfast-banner[hidden]){display:none}\`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  const ours = (url) => {
    try {
      const to = new URL(url);
      return to.origin === base && (to.protocol === 'https:' || to.hostname === 'localhost');
    } catch {
      return false;
    }
  };

  // A screen reader tells what changes in a region that is there already: it comes first, empty.
  const region = () => {
    if (box) return box;
    box = document.createElement('div');
    box.className = 'holdfast-banner';
    box.hidden = true;
    box.dir = 'auto';
    const place = document.querySelector('[data-holdfast-banner]');
    place ? place.append(box) : document.body.prepend(box);
    return box;
  };

  const show = ({ state, lang, text, link }) => {
    const at = region();
    const good = (state === 'paused' || state === 'payment_needs_attention') && link && ours(link.url);
    at.hidden = !good;
    if (!good) { at.replaceChildren(); shown = undefined; return; }
    if (shown !== state + text) {
      at.setAttribute('role', state === 'paused' ? 'alert' : 'status');
      at.lang = lang;
      const a = document.createElement('a');
      a.textContent = link.label;
      at.replaceChildren(text, a);
      shown = state + text;
    }
    at.querySelector('a').href = link.url;
  };

  const ask = async () => {
    if (performance.now() - asked < 10000) return;
    asked = performance.now();
    try {
      const minted = token || (await (await fetch(tokenUrl, { credentials: 'same-origin' })).text()).trim();
      const answer = await fetch(base + '/banner', { headers: { authorization: 'Bearer ' + minted } });
      if (answer.ok) show(await answer.json());
    } catch {}
  };

  const start = () => {
    region();
    ask();
    // Whoever paid on our page comes back to this one.
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && ask());
    window.addEventListener('pageshow', (event) => event.persisted && ask());
  };
  document.body ? start() : document.addEventListener('DOMContentLoaded', start);
})();
`;

const etag = `"${sha256(bannerScript).slice(0, 16)}"`;

const headers = {
  'content-type': 'text/javascript; charset=utf-8',
  // An hour: what a release changes is everywhere soon, and no page view waits for it.
  'cache-control': 'public, max-age=3600',
  etag,
  'x-content-type-options': 'nosniff',
  // It is made to stand in pages of other origins, also in those that isolate themselves.
  'cross-origin-resource-policy': 'cross-origin',
} as const;

/** The same for everybody, so it may be kept; a browser that has it is told so. */
export const scriptAnswer = (known: string | undefined): HttpResponse =>
  known === etag
    ? { statusCode: 304, headers: { ...headers }, body: '' }
    : { statusCode: 200, headers: { ...headers }, body: bannerScript };
