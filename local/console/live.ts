import { createHash } from 'node:crypto';

/**
 * While time passes the page fetches itself and takes over what changed. It holds still while somebody types, has
 * something marked, or looks elsewhere; opened details stay open. Without scripts every page works as it is.
 */
export const liveScript = `(() => {
  const parts = ['clock', 'main'];
  const script = document.currentScript;
  const rests = () => document.hidden || !!document.activeElement?.closest('input,textarea,select')
    || String(getSelection()).length > 0;
  const take = (id, next) => {
    const [old, fresh] = [document.getElementById(id), next.getElementById(id)];
    if (!old || !fresh || old.innerHTML === fresh.innerHTML) return;
    const open = [...old.querySelectorAll('details')].map((one) => one.open);
    const focus = document.activeElement?.id;
    [...fresh.querySelectorAll('details')].forEach((one, at) => { one.open = open[at] ?? one.open; });
    const scrolled = [...old.querySelectorAll('[data-scroll]')].map((one) => [one.scrollLeft, one.scrollTop]);
    old.replaceWith(fresh);
    [...fresh.querySelectorAll('[data-scroll]')].forEach((one, at) => {
      [one.scrollLeft, one.scrollTop] = scrolled[at] ?? [0, 0];
    });
    if (focus) document.getElementById(focus)?.focus();
  };
  const renew = async () => {
    if (!rests()) {
      const answer = await fetch(location.href).catch(() => undefined);
      if (answer?.ok && !rests()) {
        const next = new DOMParser().parseFromString(await answer.text(), 'text/html');
        for (const id of parts) take(id, next);
        if (!next.querySelector('script[data-every]')) return;
      }
    }
    setTimeout(renew, Number(script.dataset.every));
  };
  setTimeout(renew, Number(script.dataset.every));
})();`;

/** Nothing from elsewhere, and of scripts only this one. */
export const contentPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src 'sha256-${createHash('sha256').update(liveScript).digest('base64')}'`,
  "connect-src 'self'",
  'img-src data:',
  "frame-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
].join('; ');
