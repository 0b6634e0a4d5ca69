import { counted, entityLink, h, meta, number, tag, time, visible, walkable } from './dom.js';
import { call, get, mayWrite, onChange } from './server.js';
import { changeRow } from './changes.js';

/** One entity: its facts with their authors, its relations, its history. */
export async function entity(name) {
  const nodes = h('div');
  const paint = async () => nodes.replaceChildren(...page(await get('entity', { name }), paint));
  await paint();
  let timer;
  const stop = onChange((change) => {
    const touches = change.entity === name || change.to === name;
    if (touches) {
      timer ??= setTimeout(() => {
        timer = undefined;
        paint().catch((failure) => failure.status === 404 && nodes.prepend(h('p', { role: 'alert', class: 'notice' }, 'It was removed meanwhile; this is what it was.')));
      }, 200);
    }
  });
  return { nodes, leave: () => { stop(); clearTimeout(timer); } };
}

function page(it, paint) {
  const edit = mayWrite();
  return [
    h('div', { class: 'head' }, h('h1', {}, visible(it.name)), tag(it.type), h('p', { class: 'small' }, 'read ', time(it.readAt))),
    h('div', { class: 'tools' },
      h('a', { class: 'button', href: `#/graph?around=${encodeURIComponent(it.name)}` }, 'Show in the graph'),
      h('button', { onclick: (event) => copy(event, markdown(it)) }, 'Copy as Markdown'),
      h('button', { onclick: (event) => copy(event, JSON.stringify({ name: 'open_nodes', arguments: { names: [it.name] } })) }, 'Copy as a call'),
      edit ? h('button', { class: 'danger', onclick: () => removeEntity(it) }, 'Delete') : null),
    h('div', { class: 'grid' }, facts(it, edit, paint), relations(it)),
    past(it),
  ];
}

function facts(it, edit, paint) {
  return h('section', { class: 'sheet' }, h('h2', {}, counted(it.observations.length, 'fact')),
    it.observations.length === 0 ? h('p', { class: 'soft' }, 'None.') : h('ul', { class: 'rows' }, it.observations.map((fact) => h('li', {},
      h('p', { class: fact.text.length > 2_000 ? 'fact long' : 'fact' }, visible(fact.text)),
      meta(fact.time ? time(fact.time) : 'at an unknown time', fact.client ? `by ${visible(fact.client)}` : null, fact.session ? h('span', { class: 'mono' }, visible(fact.session)) : null,
        edit ? h('button', { class: 'small', onclick: () => correct(it, fact, paint) }, 'Correct') : null,
        edit ? h('button', { class: 'small danger', onclick: () => removeFact(it, fact, paint) }, 'Delete') : null)))),
    edit ? addition(it, paint) : null);
}

function addition(it, paint) {
  const text = h('textarea', { rows: 2, required: true });
  return h('form', { onsubmit: async (event) => {
    event.preventDefault();
    await attempt(() => call('add_observations', { observations: [{ entityName: it.name, contents: [text.value] }] }), paint);
  } }, h('label', { class: 'small soft' }, 'A new fact', text), h('p', {}, h('button', { class: 'main' }, 'Add')));
}

function relations(it) {
  const list = (title, all, row) => [h('h2', {}, `${title} (${number(all.length)})`),
    all.length === 0 ? h('p', { class: 'soft' }, 'None.') : walkable(h('ul', { class: 'rows' }, all.slice(0, 500).map(row))),
    all.length > 500 ? h('p', { class: 'soft' }, `the first 500 of ${number(all.length)}`) : null];
  return h('section', { class: 'sheet' },
    list('Leads to', it.out, (one) => h('li', {}, tag(one.type), ' ', entityLink(one.to))),
    list('Comes from', it.in, (one) => h('li', {}, entityLink(one.from), ' ', tag(one.type))));
}

function past(it) {
  return h('section', { class: 'sheet' }, h('h2', {}, 'History'),
    it.changes.length === 0 ? h('p', { class: 'soft' }, 'The log of this store does not go back to it.') : h('ol', { class: 'rows' }, [...it.changes].reverse().map((change) => changeRow(change))),
    it.more ? h('p', {}, h('a', { href: `#/changes?entity=${encodeURIComponent(it.name)}` }, 'All changes of it')) : null);
}

function markdown(it) {
  return [`# ${it.name}`, '', ...it.observations.map((fact) => `- ${fact.text}`), '', ...it.out.map((one) => `- ${one.type} [[${one.to}]]`)].join('\n');
}

async function copy(event, text) {
  const button = event.currentTarget;
  const before = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch (refused) {
    button.textContent = 'The browser did not allow it';
  }
  setTimeout(() => { button.textContent = before; }, 1_500);
}

/** Asks what is to be done, naming what goes; gives the text of the field, if there is one. */
function ask(title, text, action, field) {
  return new Promise((resolve) => {
    const dialog = h('dialog', { 'aria-label': title }, h('h2', {}, title), h('p', {}, text),
      h('form', { method: 'dialog' }, field ?? null, h('div', { class: 'answer' }, h('button', { value: '' }, 'Leave it'), h('button', { class: 'main', value: 'yes' }, action))));
    dialog.addEventListener('close', () => {
      dialog.remove();
      resolve(dialog.returnValue === 'yes');
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

async function attempt(change, after) {
  try {
    await change();
    await after();
  } catch (failure) {
    await ask('It was not done', failure.message, 'Understood');
  }
}

async function removeFact(it, fact, paint) {
  if (await ask('Delete this fact?', `“${visible(fact.text.slice(0, 300))}” of ${visible(it.name)}. It stays in the history; quire undo brings it back.`, 'Delete')) {
    await attempt(() => call('delete_observations', { deletions: [{ entityName: it.name, observations: [fact.text] }] }), paint);
  }
}

async function correct(it, fact, paint) {
  const text = h('textarea', { rows: 4, 'aria-label': 'The fact as it should be' });
  text.value = fact.text;
  if (await ask('Correct this fact', 'The old one is removed and stays in the history.', 'Save', text) && text.value !== fact.text) {
    await attempt(async () => {
      await call('add_observations', { observations: [{ entityName: it.name, contents: [text.value] }] });
      await call('delete_observations', { deletions: [{ entityName: it.name, observations: [fact.text] }] });
    }, paint);
  }
}

async function removeEntity(it) {
  if (await ask(`Delete ${visible(it.name)}?`, `With ${counted(it.observations.length, 'fact')} and ${counted(it.out.length + it.in.length, 'relation')}. It stays in the history; quire undo brings it back.`, 'Delete')) {
    await attempt(() => call('delete_entities', { entityNames: [it.name] }), () => { location.hash = '#/overview'; });
  }
}
