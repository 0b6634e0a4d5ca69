// The page: which view is shown, and what keys do. Views are in their own files.

import { h, notice, visible } from './dom.js';
import { Failure, follow, isKnown, newest, onChange, onState, opened } from './server.js';
import { overview } from './overview.js';

// The overview is what people see first; the others come after it, or when they are opened.
const VIEWS = {
  overview: async () => overview,
  find: async () => (await import('./find.js')).find,
  entity: async () => (await import('./entity.js')).entity,
  graph: async () => (await Promise.all([import('./graph.js'), import('./picture.js')]))[0].graph,
  changes: async () => (await import('./changes.js')).changes,
  processes: async () => (await import('./processes.js')).processes,
};
const TITLES = { overview: 'Overview', find: 'Find', entity: 'Entity', graph: 'Graph', changes: 'Changes', processes: 'Processes' };
const main = document.getElementById('main');
const live = document.getElementById('live');
const quick = document.getElementById('quick');
const words = document.getElementById('quick-words');

let leave = () => {};
let shown = 0;

function address() {
  const [path, question = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const slash = path.indexOf('/');
  const view = slash < 0 ? path : path.slice(0, slash);
  return {
    view: view in VIEWS ? view : 'overview',
    rest: slash < 0 ? '' : decoded(path.slice(slash + 1)),
    question: new URLSearchParams(question),
  };
}

/** What people type need not be encoded. */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

async function load(view) {
  try {
    return await VIEWS[view]();
  } catch (failure) {
    throw failure instanceof TypeError ? new Failure(0, 'The server does not answer.', true) : failure;
  }
}

async function show(moved) {
  leave();
  leave = () => {};
  shown += 1;
  const mine = shown;
  const { view, rest, question } = address();
  document.title = `${TITLES[view]}${rest ? ': ' + visible(rest) : ''} · Quire`;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === view) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  if (!isKnown()) {
    stranger();
    return;
  }
  const waiting = setTimeout(() => {
    if (mine === shown) main.replaceChildren(notice('', 'Loading', 'The memory is being read.'));
  }, 300);
  try {
    const make = await load(view);
    if (mine !== shown) return;
    const made = await make(rest, question);
    if (mine !== shown) {
      made.leave?.();
      return;
    }
    main.replaceChildren(...[made.nodes].flat());
    leave = made.leave ?? (() => {});
    made.entered?.();
    if (moved) main.focus({ preventScroll: true });
    if (moved) window.scrollTo(0, 0);
  } catch (failure) {
    if (mine === shown) fail(failure);
  } finally {
    clearTimeout(waiting);
  }
}

function stranger() {
  main.replaceChildren(notice('', 'A link opens this page',
    'Run "quire dashboard" in a terminal: it opens the page with a link that is good once and for a minute.'));
  document.getElementById('state').hidden = true;
}

function fail(failure) {
  const again = h('button', { onclick: () => (failure.reload ? location.reload() : show(false)) }, 'Try again');
  if (!(failure instanceof Failure)) {
    main.replaceChildren(notice('bad', 'This page made an error', String(failure.message), again));
  } else if (failure.status === 401) {
    stranger();
  } else if (failure.status === 0) {
    main.replaceChildren(notice('bad', 'The server does not answer',
      'It was ended, or is just starting. What was acknowledged is stored. Start it again with "quire dashboard".', again));
  } else if (failure.status === 404) {
    main.replaceChildren(notice('', 'Not in the memory', failure.message, h('a', { class: 'button', href: '#/find' }, 'Find something else')));
  } else if (failure.status === 413) {
    main.replaceChildren(notice('', 'Too large to show', failure.message, again));
  } else {
    main.replaceChildren(notice('bad', 'The server refused', failure.message, again));
  }
}

const STATES = { connecting: 'Connecting', live: 'Live', gone: 'Not connected: showing what was read', refused: 'The link is used up' };
onState((state) => {
  document.getElementById('state').dataset.state = state;
  document.getElementById('state-text').textContent = STATES[state];
});

// Read aloud at most every five seconds, and never each change.
let heard = 0;
let speaking;
onChange(() => {
  heard += 1;
  speaking ??= setTimeout(() => {
    live.textContent = heard === 1 ? 'One change in the memory' : `${heard} changes in the memory`;
    heard = 0;
    speaking = undefined;
  }, 5_000);
});

quick.addEventListener('submit', (event) => {
  event.preventDefault();
  if (words.value.trim() !== '') location.hash = `#/find?q=${encodeURIComponent(words.value.trim())}`;
});

const LETTERS = { o: 'overview', f: 'find', g: 'graph', c: 'changes', p: 'processes' };
let going = 0;
document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches?.('input, textarea, select');
  if (event.key === 'Escape' && typing) {
    event.target.blur();
  } else if (typing || document.querySelector('dialog[open]')) {
    // Typed words are words.
  } else if (event.key === '/') {
    words.focus();
    words.select();
    event.preventDefault();
  } else if (event.key === '?') {
    document.getElementById('keys').showModal();
  } else if (event.key === 'Escape') {
    history.back();
  } else if (Date.now() - going < 1_500 && event.key in LETTERS) {
    going = 0;
    location.hash = `#/${LETTERS[event.key]}`;
  } else if (event.key === 'g') {
    going = Date.now();
  }
});

window.addEventListener('hashchange', () => show(true));

load(address().view).catch(() => {}); // while the code is exchanged
try {
  await opened;
} catch (failure) {
  fail(failure);
}
if (isKnown()) newest().then(follow, () => follow(null));
await show(false);
// A view that is opened later is there, also when the server is not.
setTimeout(() => Object.keys(VIEWS).forEach((view) => load(view).catch(() => {})), 1_000);
