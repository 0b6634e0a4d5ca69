import { counted, entityLink, h, marked, meta, notice, number, tag, time, visible, walkable } from './dom.js';
import { get } from './server.js';

const PAGE = 20;
const PARTS = { text: 'its own words', name: 'the entity’s name', nearby: 'facts around it', entity: 'the whole entity', time: 'the time asked for', exact: 'the exact words' };

/** Asks the memory as agents do, or looks for letters. */
export async function find(_, question) {
  const asked = Object.fromEntries(question);
  const results = h('div', { 'aria-live': 'off' });
  const form = h('form', { class: 'tools', onsubmit: submit },
    h('label', { class: 'wide' }, 'Question or words', h('input', { type: 'search', name: 'q', value: asked.q ?? '', autocomplete: 'off' })),
    h('label', {}, 'How', h('select', { name: 'mode' },
      h('option', { value: 'recall' }, 'what answers it best'), h('option', { value: 'literal', selected: asked.mode === 'literal' }, 'what contains it'))),
    h('label', {}, 'Type', h('input', { name: 'type', value: asked.type ?? '', size: 12 })),
    h('label', {}, 'Written by', h('input', { name: 'client', value: asked.client ?? '', size: 12 })),
    h('label', {}, 'Since', h('input', { name: 'since', type: 'date', value: (asked.since ?? '').slice(0, 10) })),
    h('button', { class: 'main' }, 'Find'));

  function submit(event) {
    event.preventDefault();
    const values = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (value && !(name === 'mode' && value === 'recall')) values.set(name, name === 'since' ? `${value}T00:00:00Z` : value);
    }
    location.hash = `#/find?${values}`;
  }

  if (asked.q) await page(results, asked, 0);
  else results.append(notice('', 'Ask as you would ask a colleague', 'For example: which database did we choose, and why? Word forms, typing errors and times are understood.'));
  return {
    nodes: [h('div', { class: 'head' }, h('h1', {}, 'Find')), form, results],
    entered: () => asked.q || form.elements.q.focus(),
  };
}

async function page(results, asked, skip) {
  const answer = await get('search', { mode: 'recall', ...asked, skip, limit: PAGE });
  results.querySelector('.more')?.remove();
  if (answer.entities) {
    literal(results, asked, answer);
    return;
  }
  if (answer.hits.length === 0 && skip === 0) {
    results.append(nothing(asked));
    return;
  }
  const list = results.querySelector('ol') ?? walkable(h('ol', { class: 'rows sheet' }));
  list.append(...answer.hits.map((hit) => h('li', {},
    h('div', {}, entityLink(hit.entity), ' ', tag(hit.type), hit.replaced ? ' ' : null, hit.replaced ? tag('replaced since') : null),
    hit.text === undefined ? null : h('p', { class: hit.text.length > 2_000 ? 'fact long' : 'fact' }, ...marked(hit.text, hit.words), hit.cut ? ' …' : ''),
    meta(time(hit.time), `by ${visible(hit.client)}`, why(hit)))));
  if (!list.isConnected) results.append(list);
  if (answer.left > 0) {
    results.append(h('p', { class: 'more' }, h('button', { onclick: () => page(results, asked, skip + answer.hits.length) }, `Show more: ${number(answer.left)} left`)));
  }
}

function why(hit) {
  const parts = Object.entries(hit.score ?? {}).filter(([, value]) => value > 0).sort((a, b) => b[1] - a[1]).map(([name]) => PARTS[name] ?? name);
  return parts.length === 0 ? null : `found by ${parts.join(', ')}`;
}

function literal(results, asked, answer) {
  if (answer.entities.length === 0) {
    results.append(nothing(asked));
    return;
  }
  results.append(h('p', { class: 'soft' }, `${counted(answer.found, 'entity', 'entities')} found${answer.found > answer.entities.length ? `, the first ${answer.entities.length} shown` : ''}`),
    walkable(h('ol', { class: 'rows sheet' }, answer.entities.map((entity) => h('li', {}, h('div', {}, entityLink(entity.name), ' ', tag(entity.type)),
      entity.observations.map((text) => h('p', { class: 'fact' }, visible(text))))))));
}

function nothing(asked) {
  return notice('', `Nothing was found for “${visible(asked.q)}”`, 'Other words may find it; filters narrow the search.',
    asked.mode === 'literal' ? h('a', { class: 'button', href: `#/find?q=${encodeURIComponent(asked.q)}` }, 'Ask for what answers it best')
      : h('a', { class: 'button', href: `#/find?mode=literal&q=${encodeURIComponent(asked.q)}` }, 'Look for these letters'));
}
