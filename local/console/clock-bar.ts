import { html } from 'hono/html';
import { type Instant, toIso } from '../../lambdas/kernel/instant.ts';
import type { Pace } from '../server/host.ts';
import { away, type Html, second, time } from './kit.ts';

/** Virtual seconds in one second, by the words on the control. */
export const speeds = [
  { name: 'minute', speed: 60, words: '1 minute a second' },
  { name: 'hour', speed: 3600, words: '1 hour a second' },
  { name: 'quarter', speed: 21_600, words: '6 hours a second' },
  { name: 'day', speed: 86_400, words: '1 day a second' },
  { name: 'week', speed: 604_800, words: '1 week a second' },
] as const;

export interface ClockState {
  readonly now: Instant;
  readonly pace: Pace;
  /** What moves the clock next. */
  readonly next: { readonly due: Instant; readonly what: string } | undefined;
}

export function clockBar({ now, pace, next }: ClockState): Html {
  if (pace.kind === 'wall') {
    return html`<section class="clock" id="clock" aria-label="Time"><div class="when"><p class="now">${second(now)} UTC</p><p class="next">${pace.why}</p></div></section>`;
  }
  return html`<section class="clock" id="clock" aria-label="Time"><div class="when"><p class="now">${second(now)} UTC</p>
<p class="next">${pacing(pace)} ${next === undefined ? 'Nothing is due.' : html`Next: ${next.what}, ${time(next.due)} (${away(next.due, now)}).`}</p></div>
<div class="moves">${button('next', 'Next event')}${button('hour', '+1 hour')}${button('day', '+1 day')}${playing(pace)}${dateForm(now)}</div></section>`;
}

const button = (to: string, label: string): Html =>
  html`<form method="post" action="/time/${to}"><button id="time-${to}">${label}</button></form>`;

function playing(pace: Pace): Html {
  const chosen = pace.kind === 'paced' ? pace.speed : 3600;
  const options = speeds.map(
    ({ name, speed, words }) => html`<option value="${name}" ${speed === chosen ? 'selected' : ''}>${words}</option>`,
  );
  return html`<form class="line" method="post" action="/time/play"><button id="time-play" class="main">${pace.kind === 'paced' ? 'Change speed' : 'Play'}</button>
<select name="speed" aria-label="Speed">${options}</select></form>${pace.kind === 'paced' ? button('pause', 'Pause') : ''}`;
}

const dateForm = (now: Instant): Html =>
  html`<form class="line" method="post" action="/time/date"><input type="datetime-local" name="date" aria-label="Date and time, UTC" value="${toIso(now).slice(0, 16)}" required><button id="time-date">Jump</button></form>`;

function pacing(pace: Pace): string {
  if (pace.kind !== 'paced') return 'Virtual time stands still until you move it.';
  const words = speeds.find(({ speed }) => speed === pace.speed)?.words ?? `${pace.speed} seconds a second`;
  return `Playing, ${words}.`;
}
