import { entityLink, h, meta, notice, number, tag, time, visible } from './dom.js';
import { get, onChange } from './server.js';

const PAGE = 50;
const MOST = 1_000;
const SIGNS = { added: '+', removed: '−', forgotten: '×' };
const WORDS = { added: 'added', removed: 'removed', forgotten: 'forgot' };

/** One change as a line. */
export function changeRow(change, fresh) {
  return h('li', { class: `${change.action}${fresh ? ' fresh' : ''}`, 'data-sequence': change.sequence },
    h('span', { class: `sign ${change.action}`, 'aria-hidden': 'true' }, SIGNS[change.action] ?? '?'),
    h('span', { class: 'hidden' }, WORDS[change.action] ?? change.action, ' '), what(change),
    meta(h('span', { class: 'mono' }, `#${number(change.sequence)}`), time(change.time), `by ${visible(change.client)}`));
}

function what(change) {
  if (change.kind === 'relation') {
    return h('span', {}, entityLink(change.entity), ' ', tag(change.relationType), ' ', entityLink(change.to));
  }
  if (change.kind === 'observation') {
    return h('span', {}, entityLink(change.entity), ': ', h('span', { class: 'fact' }, change.observation === undefined ? '(the text is not kept)' : visible(change.observation)));
  }
  return h('span', {}, entityLink(change.entity), ' ', tag(change.entityType ?? ''));
}

/** What every process does, as it happens. */
export async function changes(_, question) {
  const asked = Object.fromEntries(question);
  const first = await get('changes', { ...asked, limit: PAGE });
  let after = first.last;
  let waiting = false;
  let paused = false;
  const list = h('ol', { class: 'rows sheet', id: 'feed' }, [...first.changes].reverse().map((change) => changeRow(change)));
  const hold = h('button', { 'aria-pressed': 'false', onclick: () => {
    paused = !paused;
    hold.setAttribute('aria-pressed', String(paused));
    hold.textContent = paused ? 'Go on' : 'Pause';
    if (!paused) more();
  } }, 'Pause');

  // An event says that something changed; what it was is asked, so that the filter counts.
  async function more() {
    if (waiting || paused) return;
    waiting = true;
    try {
      for (;;) {
        const page = await get('changes', { ...asked, after, limit: 200 });
        page.changes.forEach((change) => list.prepend(changeRow(change, true)));
        const next = page.next ?? page.last;
        const moved = next > after;
        after = Math.max(after, next);
        while (list.children.length > MOST) list.lastChild.remove();
        if (page.next === undefined || !moved) break;
      }
      empty.hidden = list.children.length > 0;
    } catch (unreachable) {
      // The state in the head of the page says so; the next event asks again.
    } finally {
      waiting = false;
    }
  }

  const form = h('form', { class: 'tools', onsubmit: (event) => {
    event.preventDefault();
    const values = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    location.hash = `#/changes?${values}`;
  } },
  h('label', {}, 'Of the entity', h('input', { name: 'entity', value: asked.entity ?? '' })),
  h('label', {}, 'Written by', h('input', { name: 'client', value: asked.client ?? '' })),
  h('label', {}, 'After number', h('input', { name: 'after', inputmode: 'numeric', pattern: '[0-9]*', value: asked.after ?? '', size: 8 })),
  h('button', {}, 'Show'), hold);
  const empty = notice('', 'No change yet', 'Each one appears here as it is written, whichever process writes it.');
  empty.hidden = list.children.length > 0;
  const stop = onChange(() => setTimeout(more, 50));
  return {
    nodes: [h('div', { class: 'head' }, h('h1', {}, 'Changes'), h('p', { class: 'small' }, 'newest first')), form, list, empty],
    leave: stop,
  };
}
