import { ago, counted, h, meta, number, tag, time, visible } from './dom.js';
import { firstFigures, get, onChange } from './server.js';

const TYPES = 12;
const LOOKS = 30;

/** The first figures are drawn by then. */
const AFTER_THE_FIRST = 100;

/** What the memory is, how much it holds, who writes it, and what the doctor says. */
export async function overview() {
  const nodes = h('div');
  let timer;
  let left = false;
  let looks = 0;
  const later = (wait) => {
    timer ??= left ? undefined : setTimeout(() => {
      timer = undefined;
      paint().catch((failure) => failure.status === 401 || again(2_000));
    }, wait);
  };
  // What is not known yet is asked for again; what never comes, not for ever.
  const again = (wait) => {
    if (looks < LOOKS) later(wait);
    looks += 1;
  };
  const paint = async () => {
    const now = await get('overview');
    nodes.replaceChildren(...page(now));
    if (now.types !== undefined && now.doctor !== undefined) looks = 0;
    else again(now.types === undefined ? 700 : 2_000);
  };
  const first = firstFigures();
  if (first === null) await paint();
  else nodes.replaceChildren(...page(await first));
  const stop = onChange(() => later(1_000));
  return {
    nodes,
    entered: () => first === null || later(AFTER_THE_FIRST),
    leave: () => {
      left = true;
      stop();
      clearTimeout(timer);
    },
  };
}

function page(now) {
  const store = now.store;
  return [
    h('div', { class: 'head' }, h('h1', {}, 'What is remembered'), h('p', { class: 'small' }, 'read ', time(now.readAt))),
    store.entities === 0 ? empty() : null,
    h('div', { class: 'numbers' },
      figure(store.entities, 'entities'), figure(store.observations, 'facts'), figure(store.relations, 'relations'),
      figure(store.lastSequence, 'changes so far')),
    h('div', { class: 'columns' }, findings(now), types(now), writers(now), place(now)),
  ].filter(Boolean);
}

const figure = (value, name) => h('div', { class: 'number' }, h('b', {}, number(value)), h('span', {}, name));

function empty() {
  return h('div', { class: 'notice' }, h('h2', {}, 'Nothing is remembered yet'),
    h('p', {}, 'Agents write here as they work. To try it: quire add "Tea" "is served at four".'));
}

function findings(now) {
  const order = { FAIL: 0, WARN: 1 };
  const examined = now.doctor;
  const wrong = [
    ...(examined ?? []).filter((line) => line.verdict in order).sort((a, b) => order[a.verdict] - order[b.verdict])
      .map((line) => ({ bad: line.verdict === 'FAIL', title: line.check, text: line.finding, remedy: line.remedy })),
    ...(now.findings ?? []).map((text) => ({ bad: false, text })),
  ];
  return h('section', { class: 'sheet' }, h('h2', {}, 'Health'),
    wrong.length > 0 ? h('ul', { class: 'rows' }, wrong.map((line) => h('li', {}, h('span', { class: `verdict ${line.bad ? 'bad' : 'warn'}` }, line.bad ? 'wrong' : 'look'),
      ' ', line.title ? h('b', {}, `${line.title}: `) : null, visible(line.text), line.remedy ? h('div', { class: 'soft small' }, visible(line.remedy)) : null))) : null,
    examined === undefined ? h('p', { class: 'soft' }, 'The doctor is examining the store.')
      : wrong.length === 0 ? h('p', {}, h('span', { class: 'verdict good' }, 'fine'), ` ${counted(examined.length, 'check')} of the doctor found nothing wrong.`) : null);
}

function types(now) {
  if (now.types === undefined) {
    return h('section', { class: 'sheet' }, h('h2', {}, 'Types of entities'), h('p', { class: 'soft' }, 'They are being counted.'));
  }
  const most = Math.max(1, ...now.types.map((type) => type.entities));
  return h('section', { class: 'sheet' }, h('h2', {}, 'Types of entities'),
    now.types.length === 0 ? h('p', { class: 'soft' }, 'None yet.') : h('ul', { class: 'bars' },
      now.types.slice(0, TYPES).map((type) => h('li', {}, h('a', { class: 'name', href: `#/graph?type=${encodeURIComponent(type.type)}`, title: type.type }, visible(type.type) || '(none)'),
        h('meter', { min: 0, max: most, value: type.entities, 'aria-label': type.type }), h('span', { class: 'count' }, number(type.entities))))),
    now.types.length > TYPES ? h('p', { class: 'soft small' }, `and ${counted(now.types.length - TYPES, 'more type')}`) : null);
}

function writers(now) {
  if (now.changes === undefined) {
    return h('section', { class: 'sheet' }, h('h2', {}, 'Who writes'), h('p', { class: 'soft' }, 'The newest changes are being read.'));
  }
  const { clients, hours, counted: looked, of } = now.changes;
  const sums = new Map();
  hours.forEach((hour) => sums.set(hour.hour, (sums.get(hour.hour) ?? 0) + hour.changes));
  const line = [...sums.entries()].sort().slice(-48);
  const most = Math.max(1, ...line.map(([, sum]) => sum));
  return h('section', { class: 'sheet' }, h('h2', {}, 'Who writes'),
    line.length < 2 ? null : h('div', { class: 'spark', role: 'img', 'aria-label': `changes in the last ${line.length} hours with changes, at most ${number(most)} an hour` },
      line.map(([hour, sum]) => {
        const bar = h('span', { title: `${new Date(hour).toLocaleString()}: ${counted(sum, 'change')}` });
        bar.style.height = `${Math.max(4, 100 * sum / most)}%`;
        return bar;
      })),
    clients.length === 0 ? h('p', { class: 'soft' }, 'Nobody yet.') : h('ul', { class: 'rows' }, clients.slice(0, 8).map((client) =>
      h('li', {}, h('strong', {}, visible(client.client)), meta(counted(client.changes, 'change'), `last ${ago(new Date(client.last))}`)))),
    of > looked ? h('p', { class: 'soft small' }, `of the newest ${number(looked)} of ${number(of)} changes`) : null,
    h('p', { class: 'small' }, h('a', { href: '#/changes' }, 'See each change')));
}

/** What a person asks first; the rest is one click away. */
const FIRST = ['file size', 'durability', 'format'];

function place(now) {
  const details = Object.entries(now.store.details ?? {});
  const pairs = (rows) => h('dl', { class: 'pairs' }, rows.flatMap(([name, value]) => [h('dt', {}, name), h('dd', {}, visible(String(value ?? 'unknown')))]));
  const rest = details.filter(([name]) => !FIRST.includes(name));
  return h('section', { class: 'sheet' }, h('h2', {}, 'Where it is'),
    pairs([['backend', now.store.backend], ['where', now.store.location], ...details.filter(([name]) => FIRST.includes(name)),
      ['server', `${now.server.version} at ${now.server.address}`], ['you are', `${now.server.visitor}${now.server.mayWrite ? ', and may write' : ', and only read'}`]]),
    rest.length === 0 ? null : h('details', {}, h('summary', {}, counted(rest.length, 'more detail')), pairs(rest)),
    h('p', { class: 'meta' }, tag(`server started ${ago(new Date(now.server.since))}`)));
}
