// Builds elements. What is stored reaches the page by textContent alone.

/** Makes an element; strings among the children become text. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (name === 'class') element.className = value;
    else if (value === true) element.setAttribute(name, '');
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const WHOLE = new Intl.NumberFormat('en');

export const number = (value) => (typeof value === 'number' ? WHOLE.format(value) : 'unknown');

export function counted(value, one, many = one + 's') {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A time as a distance, with the whole of it on demand. */
export function time(text) {
  const at = new Date(text);
  if (Number.isNaN(at.getTime())) return h('span', {}, 'at an unknown time');
  return h('time', { datetime: text, title: at.toLocaleString() }, ago(at));
}

export function ago(at) {
  const seconds = Math.max(0, (Date.now() - at.getTime()) / 1000);
  if (seconds < 45) return 'just now';
  if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 129600) return `${Math.round(seconds / 3600)} h ago`;
  if (seconds < 86400 * 60) return `${Math.round(seconds / 86400)} days ago`;
  return at.toLocaleDateString();
}

// Control characters and marks that turn the direction are shown as what they are.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

export function visible(text) {
  return text.replace(INVISIBLE, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const PLAIN = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** The text with the words by which it was found set off. */
export function marked(text, words) {
  const shown = visible(text);
  const wanted = new Set((words || []).map(PLAIN));
  if (wanted.size === 0) return [shown];
  return shown.split(/([\p{L}\p{N}]+)/u).map((part) => (wanted.has(PLAIN(part)) ? h('mark', {}, part) : part));
}

export const entityAddress = (name) => `#/entity/${encodeURIComponent(name)}`;

export const entityLink = (name) => h('a', { class: 'name-link', href: entityAddress(name) }, visible(name));

export const tag = (text) => h('span', { class: 'tag' }, visible(text));

/** A screen that is no content: empty, loading, refused, unreachable or too large. */
export function notice(kind, title, text, ...actions) {
  return h('div', { class: kind === 'bad' ? 'notice bad' : 'notice', role: kind === 'bad' ? 'alert' : undefined },
    h('h2', {}, title), h('p', {}, text), ...actions);
}

/** Up and down walk the links and buttons of a list. */
export function walkable(list) {
  list.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [...list.querySelectorAll('a, button')];
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + step];
    if (at >= 0 && next) {
      next.focus();
      event.preventDefault();
    }
  });
  return list;
}

/** What is said about a fact beside it, part by part. */
export function meta(...parts) {
  return h('div', { class: 'meta' }, parts.flat().filter(Boolean).map((part) => (typeof part === 'string' ? h('span', {}, part) : part)));
}
